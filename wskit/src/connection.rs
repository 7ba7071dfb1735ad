//! A connection as handlers and hooks see it.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use crate::{
    client_id::ClientId,
    close::Close,
    error::ErrorReply,
    hub::Hub,
    limits::LimitExceeded,
    maybe_send::BoxFuture,
    message::{FromServer, WithoutMeta},
    outbox::{Outbox, Priority},
    send_error::SendError,
    topics::{CarriedBy, IntoTopic, Presence, Publish, Subscriptions, Topics},
    wire::{self, CorrelationId, Frame},
};

/// One client's connection: its id, its data, its topics, and the way to send to it.
///
/// Cheap to clone. [`Ctx`](crate::Ctx) and [`RpcCtx`](crate::RpcCtx) dereference to it, so `ctx.send(..)` and
/// `connection.send(..)` are the same call. A connection that has ended can still be held; sending to it fails.
pub struct Connection<D> {
    inner: Arc<Inner<D>>,
}

struct Inner<D> {
    id: ClientId,
    data: RwLock<Arc<D>>,
    outbox: Arc<Outbox>,
    subscriptions: Subscriptions,
    hub: Arc<Hub<D>>,
    opened_at_ms: u64,
}

impl<D> Connection<D> {
    pub(crate) fn new(hub: Arc<Hub<D>>, id: ClientId, data: D) -> Self {
        let outbox = Arc::new(Outbox::new(&hub.limits));
        let opened_at_ms = hub.platform.now_ms();
        let subscriptions = Subscriptions::new();
        let data = RwLock::new(Arc::new(data));
        Self { inner: Arc::new(Inner { id, data, outbox, subscriptions, hub, opened_at_ms }) }
    }

    /// The id of the connection; the client sees the same one in the response header `x-client-id`.
    #[must_use]
    pub fn client_id(&self) -> ClientId {
        self.inner.id
    }

    /// The connection's data as it is now; later updates do not change what you hold.
    #[must_use]
    pub fn data(&self) -> Arc<D> {
        self.inner.data.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the connection's data. `D` is copied only while somebody still holds an earlier state of it.
    ///
    /// The data is locked meanwhile: `update` must not call [`data`](Self::data) or `update_data` of the same connection.
    ///
    /// # Panics
    ///
    /// When `update` does; the data is then as far changed as `update` had come.
    pub fn update_data<T>(&self, update: impl FnOnce(&mut D) -> T) -> T
    where
        D: Clone,
    {
        let mut data = self.inner.data.write().unwrap_or_else(PoisonError::into_inner);
        update(Arc::make_mut(&mut data))
    }

    /// Sends an event to this client.
    ///
    /// # Errors
    ///
    /// When the message breaks its own constraints or cannot be written, or the connection is closed or too slow.
    pub fn send<M: FromServer + WithoutMeta>(&self, message: &M) -> Result<(), SendError> {
        let frame = wire::event_frame(message, self.now_ms())?;
        self.push(frame, Priority::Event)
    }

    /// Waits until the outbound queue is not full, for a handler that has much to send: a client that reads then gets all
    /// of it, however much it is. Ready at once when the connection is closing.
    pub async fn room(&self) {
        std::future::poll_fn(|cx| self.inner.outbox.poll_room(cx)).await;
    }

    /// Publishes an event to everybody who is subscribed to a topic, this connection included if it is; await the
    /// result, or leave this connection out with [`exclude_self`](Publish::exclude_self) first.
    ///
    /// A [typed topic](crate::topics::Topic) takes the events that it carries, text takes all.
    pub fn publish<T, M>(&self, topic: T, message: &M) -> Publish<'_, D>
    where
        T: IntoTopic,
        M: FromServer + CarriedBy<T::Carrier>,
    {
        Publish::new(self, topic.into_topic(), message)
    }

    /// The topics of this connection.
    #[must_use]
    pub fn topics(&self) -> Topics<'_, D> {
        Topics::new(self)
    }

    /// Closes the connection after everything queued is out. A second close changes nothing.
    ///
    /// `code` is 1000 to 4999 (an application's own are 4000 to 4999); `reason` is cut to 123 bytes.
    pub fn close(&self, code: u16, reason: impl Into<Cow<'static, str>>) {
        self.inner.outbox.close(Close::new(code, reason));
    }

    /// How many connections of this process are subscribed to a topic.
    #[must_use]
    pub fn subscribers(&self, topic: impl IntoTopic) -> usize {
        self.hub().subscribers(topic)
    }

    /// Who is subscribed to a topic: here, and on other instances as far as the adapter can tell.
    #[must_use = "asks nobody until it is awaited"]
    pub fn presence(&self, topic: impl IntoTopic) -> BoxFuture<'_, Presence>
    where
        D: crate::Data,
    {
        let hub = self.hub();
        let topic = hub.normal(topic);
        Box::pin(hub.presence(topic))
    }

    pub(crate) fn push(&self, frame: Frame, priority: Priority) -> Result<(), SendError> {
        self.inner.outbox.push(frame, priority)
    }

    /// Queues what answers something; one that comes too late for the connection is only noted.
    pub(crate) fn answer(&self, frame: Frame, priority: Priority) {
        if let Err(error) = self.push(frame, priority) {
            tracing::debug!(client = %self.client_id(), %error, "an answer was not sent");
        }
    }

    /// Sends an error, and closes the connection after it where the policy for its code says so.
    pub(crate) fn answer_error(&self, error: &ErrorReply, is_rpc: bool, id: Option<&CorrelationId>) {
        self.answer(wire::error_frame(error, self.now_ms(), is_rpc, id), Priority::Answer);
        if let Some(close) = self.hub().auth.close_after(error.code()) {
            self.outbox().close(close);
        }
    }

    /// Reports a limit that this connection exceeded.
    pub(crate) fn exceeded(&self, exceeded: LimitExceeded) {
        self.hub().exceeded(&exceeded.of(self.client_id()));
    }

    pub(crate) fn hub(&self) -> &Arc<Hub<D>> {
        &self.inner.hub
    }

    pub(crate) fn outbox(&self) -> &Arc<Outbox> {
        &self.inner.outbox
    }

    pub(crate) fn subscriptions(&self) -> &Subscriptions {
        &self.inner.subscriptions
    }

    pub(crate) fn opened_at_ms(&self) -> u64 {
        self.inner.opened_at_ms
    }

    /// Milliseconds since 1970, by the clock of the platform; in a test, by the fake one.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.inner.hub.platform.now_ms()
    }

    /// Waits, by the clock of the platform; in a test, until the fake one is moved.
    #[must_use = "waits only while it is awaited"]
    pub fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.inner.hub.platform.sleep(duration)
    }

    /// Ends every subscription for good and says which there were.
    pub(crate) fn end_subscriptions(&self) -> Vec<String> {
        let topics = self.inner.subscriptions.end();
        let hub = self.hub();
        for topic in &topics {
            hub.topics.remove(topic, self.client_id());
        }
        if let Some(interest) = &hub.interest
            && !topics.is_empty()
        {
            interest.let_go(&topics);
        }
        topics
    }
}

impl<D> Clone for Connection<D> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<D> fmt::Debug for Connection<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connection({})", self.inner.id)
    }
}
