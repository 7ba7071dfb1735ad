//! Topics by NATS: a subject for each topic. Feature `nats`.

mod state;
mod task;

use std::sync::{Arc, Mutex, PoisonError};

use async_nats::ServerAddr;
use tokio::sync::{mpsc, oneshot};

use self::state::State;
use super::{
    AdapterError, Envelope, PubSub, PublishError, Published, Remote,
    jobs::{Job, Jobs},
};
use crate::maybe_send::BoxFuture;

/// Carries topics over NATS, by one connection of one background task.
///
/// A subject is subscribed only while somebody here listens to its topic. What is published while NATS cannot be reached
/// goes to subscribers of the own instance only; a connection that is lost is made again, everything is subscribed again,
/// and then `on_gap` runs. It cannot tell who is in a topic on other instances.
///
/// ```no_run
/// use wskit::{Router, topics::NatsPubSub};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let nats = NatsPubSub::new("nats://127.0.0.1:4222")?.prefix("chat.");
/// let router = Router::<()>::new().pubsub(nats);
/// # Ok(()) }
/// ```
pub struct NatsPubSub {
    server: ServerAddr,
    prefix: String,
    state: Arc<State>,
    jobs: Jobs,
    /// Taken by the task that is started.
    queue: Mutex<Option<mpsc::UnboundedReceiver<Job>>>,
}

impl NatsPubSub {
    /// Topics by the NATS at a URL: `nats://[user:password@]host[:port]`. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// When it is no such URL. The error does not repeat it.
    pub fn new(url: &str) -> Result<Self, AdapterError> {
        let unsound = || AdapterError::new("the URL of NATS is not nats://[user:password@]host[:port]");
        let server: ServerAddr = url.parse().map_err(|_| unsound())?;
        if !matches!(server.scheme(), "nats" | "tls") {
            return Err(unsound());
        }
        let (jobs, queue) = Jobs::new();
        let state = Arc::default();
        Ok(Self { server, prefix: "wskit.".to_owned(), state, jobs, queue: Mutex::new(Some(queue)) })
    }

    /// What the names of subjects begin with; the same for all instances of one server, and for no other that shares
    /// the NATS. Default `wskit.`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// A topic may have dots where a subject may not, so they become a character that no topic has.
    fn subject(&self, topic: &str) -> String {
        format!("{}{}", self.prefix, topic.replace('.', "="))
    }

    async fn change(&self, topic: &str, subscribe: bool) -> Result<(), AdapterError> {
        let (done, is_done) = oneshot::channel();
        self.jobs.change(vec![topic.to_owned()], subscribe, done);
        is_done.await.unwrap_or_else(|_| Err(AdapterError::new("the NATS adapter has ended")))
    }
}

impl PubSub for NatsPubSub {
    fn start(&self, remote: Remote) -> Result<(), AdapterError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let queue = queue.ok_or_else(|| AdapterError::new("the NATS adapter is started already"))?;
        let runtime = tokio::runtime::Handle::try_current().map_err(AdapterError::new)?;
        let settings = task::Settings { server: self.server.clone(), prefix: self.prefix.clone() };
        drop(runtime.spawn(task::run(settings, Arc::clone(&self.state), remote, queue)));
        Ok(())
    }

    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>> {
        let text = envelope.encode();
        let published = match self.state.publishable(text.len()) {
            Ok(()) => self.jobs.publish(self.subject(envelope.topic()), text),
            Err(error) => Err(error),
        };
        Box::pin(std::future::ready(published.map(|()| Published::estimate(0))))
    }

    fn subscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(self.change(topic, true))
    }

    fn unsubscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(self.change(topic, false))
    }

    fn list(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, AdapterError>> {
        Box::pin(std::future::ready(Ok(Some(self.state.confirmed()))))
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.jobs.stop())
    }
}
