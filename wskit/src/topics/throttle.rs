use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::lock::Mutex as AsyncMutex;

use super::{CarriedBy, IntoTopic, InvalidTopic, PublishError, Publisher};
use crate::{
    maybe_send::{MaybeSend, MaybeSync},
    message::FromServer,
    platform::Platform,
};

/// Publishes to one topic at most once in so much time, for what changes more often than anybody can read.
///
/// What comes first is published at once. What comes too soon after it waits until the time is over: of
/// [`latest`](Self::latest) the last value, of [`batch`](Self::batch) all of them in one message. The last is never lost,
/// also when the throttle is dropped. Cheap to clone; clones share one pace.
///
/// ```
/// use std::time::Duration;
/// use wskit::{prelude::*, topics::Throttle};
///
/// wskit::message!(
///     #[event(from = server)]
///     pub struct Price { pub cents: u32 }
///
///     #[event(from = server)]
///     pub struct Lines { pub lines: Vec<String> }
/// );
///
/// let router = Router::<()>::new();
/// let price = Throttle::latest(router.publisher(), "price", Duration::from_millis(100));
/// let log = Throttle::batch(router.publisher(), "log", Duration::from_secs(1), |lines| Lines { lines });
/// // Once the router is served, anywhere:
/// # let _server = wskit::testing::TestServer::new(router);
/// price.publish(Price { cents: 1250 })?;
/// log.publish("started".to_owned())?;
/// # Ok::<(), wskit::topics::PublishError>(())
/// ```
pub struct Throttle<T> {
    inner: Arc<Inner<T>>,
}

struct Inner<T> {
    publisher: Publisher,
    topic: Result<String, InvalidTopic>,
    interval: Duration,
    keep: Keep,
    send: Box<dyn Send<T>>,
    state: Mutex<State<T>>,
    /// Held while something is published, so that it arrives in the order in which it came.
    turn: AsyncMutex<()>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Latest,
    /// So many at most: one more publishes them before their time.
    All(usize),
}

struct State<T> {
    waiting: Vec<T>,
    /// What a task is about to publish, each as one message.
    due: VecDeque<Vec<T>>,
    /// A task publishes what waits when its time has come, and ends when nothing does.
    is_paced: bool,
}

/// Publishes what has waited, as one message.
trait Send<T>: MaybeSend + MaybeSync {
    fn send(&self, publisher: Publisher, topic: String, waited: Vec<T>) -> Sending;
}

type Sending = crate::maybe_send::BoxFuture<'static, Result<super::Published, PublishError>>;

impl<T, M, F> Send<T> for F
where
    F: Fn(Vec<T>) -> Option<M> + MaybeSend + MaybeSync,
    M: FromServer + MaybeSend + MaybeSync + 'static,
{
    fn send(&self, publisher: Publisher, topic: String, waited: Vec<T>) -> Sending {
        let message = self(waited);
        Box::pin(async move {
            match message {
                Some(message) => publisher.broadcast(Ok(topic), &message, None).await,
                None => Ok(super::Published::exact(0)),
            }
        })
    }
}

/// How many values a batch holds at most.
const MAX_BATCH: usize = 1024;

impl<M: MaybeSend + MaybeSync + 'static> Throttle<M> {
    /// Of what comes too soon only the last is published.
    pub fn latest<To: IntoTopic>(publisher: Publisher, topic: To, interval: Duration) -> Self
    where
        M: FromServer + CarriedBy<To::Carrier>,
    {
        Self::new(publisher, topic.into_topic(), interval, Keep::Latest, |mut waited: Vec<M>| waited.pop())
    }
}

impl<T: MaybeSend + 'static> Throttle<T> {
    /// What comes too soon is published together, as the message that `join` makes of it. A batch of 1024 is published
    /// before its time.
    pub fn batch<M, To: IntoTopic>(
        publisher: Publisher,
        topic: To,
        interval: Duration,
        join: impl Fn(Vec<T>) -> M + MaybeSend + MaybeSync + 'static,
    ) -> Self
    where
        M: FromServer + CarriedBy<To::Carrier> + MaybeSend + MaybeSync + 'static,
    {
        Self::new(publisher, topic.into_topic(), interval, Keep::All(MAX_BATCH), move |waited| {
            Some(join(waited))
        })
    }

    fn new(
        publisher: Publisher,
        topic: Result<String, InvalidTopic>,
        interval: Duration,
        keep: Keep,
        send: impl Send<T> + 'static,
    ) -> Self {
        let state = Mutex::new(State { waiting: Vec::new(), due: VecDeque::new(), is_paced: false });
        let (send, turn) = (Box::new(send), AsyncMutex::new(()));
        Self { inner: Arc::new(Inner { publisher, topic, interval, keep, send, state, turn }) }
    }

    /// Publishes a value, now or when its time has come. What then goes wrong is logged.
    ///
    /// # Errors
    ///
    /// When the router is not served yet or no more (`STATE`), or a value of the [typed topic](super::Topic) has no place in
    /// it (`VALIDATION`).
    pub fn publish(&self, value: T) -> Result<(), PublishError> {
        if let Err(invalid) = &self.inner.topic {
            return Err(invalid.clone().into());
        }
        let platform = self.inner.publisher.platform()?;
        let mut state = self.inner.lock();
        if self.inner.keep == Keep::Latest {
            state.waiting.clear();
        }
        state.waiting.push(value);
        let is_full = matches!(self.inner.keep, Keep::All(most) if state.waiting.len() >= most);
        if state.is_paced && !is_full {
            return Ok(());
        }
        state.let_go();
        let begins = !std::mem::replace(&mut state.is_paced, true);
        drop(state);
        let inner = Arc::clone(&self.inner);
        let pace = Arc::clone(&platform);
        platform.spawn(Box::pin(async move {
            inner.send().await;
            if begins {
                inner.pace(&*pace).await;
            }
        }));
        Ok(())
    }
}

impl<T: MaybeSend + 'static> Inner<T> {
    /// Publishes what has come meanwhile, again and again, until nothing has.
    async fn pace(&self, platform: &dyn Platform) {
        loop {
            platform.sleep(self.interval).await;
            if !self.lock().is_due() {
                return;
            }
            self.send().await;
        }
    }

    /// Publishes what has been due for longest.
    async fn send(&self) {
        let _turn = self.turn.lock().await;
        let (Ok(topic), Some(waited)) = (&self.topic, self.lock().due.pop_front()) else { return };
        let sending = self.send.send(self.publisher.clone(), topic.clone(), waited);
        if let Err(error) = sending.await {
            tracing::warn!(topic, %error, "what was throttled was not published");
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> State<T> {
    fn let_go(&mut self) {
        let waited = std::mem::take(&mut self.waiting);
        self.due.push_back(waited);
    }

    /// Lets go of what has come meanwhile; when nothing has, the pace ends.
    fn is_due(&mut self) -> bool {
        self.is_paced = !self.waiting.is_empty();
        if self.is_paced {
            self.let_go();
        }
        self.is_paced
    }
}

impl<T> Clone for Throttle<T> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}
