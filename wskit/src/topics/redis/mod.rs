//! Topics by Redis: a channel for each topic. Feature `redis`.

mod book;
mod link;
mod presence;
mod task;

use std::sync::{Arc, Mutex, PoisonError};

use redis::Client;
use tokio::sync::{mpsc, oneshot};

use self::book::Book;
use super::{
    AdapterError, Envelope, Member, PubSub, PublishError, Published, Remote,
    jobs::{Done, Job, Jobs},
};
use crate::{maybe_send::BoxFuture, resp3::resp3};

/// Carries topics over Redis 6 or later (RESP3), by one connection of one background task.
///
/// A channel is subscribed only while somebody here listens to its topic. Redis keeps nothing: what is published while
/// it cannot be reached goes to subscribers of the own instance only. It is tried again every half second at the latest,
/// everything is subscribed again, and then `on_gap` runs. A Redis that does not answer within a second counts as one that
/// cannot be reached.
///
/// ```no_run
/// use wskit::{Router, topics::RedisPubSub};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let redis = RedisPubSub::new("redis://127.0.0.1:6379")?.prefix("chat:");
/// let router = Router::<()>::new().pubsub(redis);
/// # Ok(()) }
/// ```
pub struct RedisPubSub {
    shared: Arc<Shared>,
    jobs: Jobs,
    /// Taken by the task that is started.
    queue: Mutex<Option<mpsc::UnboundedReceiver<Job>>>,
}

/// What the adapter and its task share.
struct Shared {
    client: Client,
    prefix: String,
    has_presence: bool,
    book: Mutex<Book>,
}

impl RedisPubSub {
    /// Topics by the Redis at a URL: `redis://[user:password@]host[:port][/database]`, or `rediss://..` for TLS (feature
    /// `rustls`). Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// When it is no such URL. The error does not repeat it.
    pub fn new(url: &str) -> Result<Self, AdapterError> {
        let client = Client::open(url).map_err(|_| {
            AdapterError::new(
                "the URL of Redis is not redis://[user:password@]host[:port][/database], or rediss:// with the feature `rustls`",
            )
        })?;
        Ok(Self::with_client(client))
    }

    /// Topics by the Redis of a client that you have made: for a certificate of your own, say, which
    /// `redis::Client::build_with_tls` takes. Its connections speak RESP3, whatever the client says.
    #[must_use]
    pub fn with_client(client: Client) -> Self {
        let (jobs, queue) = Jobs::new();
        let shared = Shared {
            client: resp3(client),
            prefix: "wskit:".to_owned(),
            has_presence: false,
            book: Mutex::new(Book::default()),
        };
        Self { shared: Arc::new(shared), jobs, queue: Mutex::new(Some(queue)) }
    }

    /// What the names of channels and keys begin with; the same for all instances of one server, and for no other that
    /// shares the Redis. Default `wskit:`.
    #[must_use]
    pub fn prefix(self, prefix: impl Into<String>) -> Self {
        self.with(|shared| shared.prefix = prefix.into())
    }

    /// Tells other instances who is in a topic, through keys that expire: members of an instance that crashed are gone
    /// after 15 s. Others learn of a change within half a second.
    #[must_use]
    pub fn presence(self) -> Self {
        self.with(|shared| shared.has_presence = true)
    }

    fn with(mut self, set: impl FnOnce(&mut Shared)) -> Self {
        // Nobody shares it before the start.
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            set(shared);
        }
        self
    }

    /// Writes a change down and has it made, unless Redis is away: it is then made when it is back.
    async fn change(&self, topics: Vec<String>, subscribe: bool) -> Result<(), AdapterError> {
        let (done, is_done) = oneshot::channel();
        {
            let mut book = self.shared.book();
            book.want(&topics, subscribe);
            if book.is_down() {
                return Ok(());
            }
            self.jobs.change(topics, subscribe, done);
        }
        // No answer: Redis went away meanwhile.
        is_done.await.unwrap_or(Ok(()))
    }
}

impl Shared {
    fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn channel(&self, topic: &str) -> String {
        format!("{}{topic}", self.prefix)
    }
}

impl PubSub for RedisPubSub {
    fn start(&self, remote: Remote) -> Result<(), AdapterError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let queue = queue.ok_or_else(|| AdapterError::new("the Redis adapter is started already"))?;
        let runtime = tokio::runtime::Handle::try_current().map_err(AdapterError::new)?;
        let task = task::run(Arc::clone(&self.shared), remote, queue);
        drop(runtime.spawn(task));
        Ok(())
    }

    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>> {
        let published = if self.shared.book().is_down() {
            Err(PublishError::Closed)
        } else {
            self.jobs.publish(self.shared.channel(envelope.topic()), envelope.encode())
        };
        // Redis counts instances, not subscribers: it is not asked how many it reached.
        Box::pin(std::future::ready(published.map(|()| Published::estimate(0))))
    }

    fn subscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(self.change(vec![topic.to_owned()], true))
    }

    fn unsubscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(self.change(vec![topic.to_owned()], false))
    }

    fn list(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, AdapterError>> {
        let confirmed = self.shared.book().confirmed();
        Box::pin(std::future::ready(Ok(Some(confirmed))))
    }

    fn members_changed(&self, topic: &str) {
        if self.shared.has_presence {
            self.shared.book().announce(topic);
        }
    }

    fn members<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<Option<Vec<Member>>, AdapterError>> {
        Box::pin(async move {
            if !self.shared.has_presence {
                return Ok(None);
            }
            let connection = self.shared.book().connection();
            let connection = connection.ok_or_else(|| AdapterError::new("Redis cannot be reached"))?;
            self.shared.members(connection, topic).await.map(Some).map_err(AdapterError::new)
        })
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.jobs.stop())
    }
}
