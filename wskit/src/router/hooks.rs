use crate::{
    Connection,
    close::Closed,
    error::Result,
    limits::LimitExceeded,
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
    topics::{OnGap, PublishReport},
};

/// A failure that a client saw only as `INTERNAL`, for `on_error`.
#[derive(Debug)]
#[non_exhaustive]
pub struct HandlerError<'a> {
    /// The wire type of the message that was being handled; `None` for a hook.
    pub wire_type: Option<&'a str>,
    /// The cause with its sources, or the text of a panic.
    pub cause: &'a str,
    /// Whether the handler panicked.
    pub panicked: bool,
}

/// `Fn(Connection<D>) -> BoxFuture<Result<()>>`, shared between threads where there are any.
pub(crate) trait OnOpen<D>: MaybeSend + MaybeSync {
    fn call(&self, connection: Connection<D>) -> BoxFuture<'static, Result<()>>;
}

impl<D, F, Fut> OnOpen<D> for F
where
    F: Fn(Connection<D>) -> Fut + MaybeSend + MaybeSync,
    Fut: Future<Output = Result<()>> + MaybeSend + 'static,
{
    fn call(&self, connection: Connection<D>) -> BoxFuture<'static, Result<()>> {
        Box::pin(self(connection))
    }
}

/// `Fn(Connection<D>, Closed) -> BoxFuture<()>`, shared between threads where there are any.
pub(crate) trait OnClose<D>: MaybeSend + MaybeSync {
    fn call(&self, connection: Connection<D>, closed: Closed) -> BoxFuture<'static, ()>;
}

impl<D, F, Fut> OnClose<D> for F
where
    F: Fn(Connection<D>, Closed) -> Fut + MaybeSend + MaybeSync,
    Fut: Future<Output = ()> + MaybeSend + 'static,
{
    fn call(&self, connection: Connection<D>, closed: Closed) -> BoxFuture<'static, ()> {
        Box::pin(self(connection, closed))
    }
}

/// `Fn(&Connection<D>, &HandlerError)`, shared between threads where there are any.
pub(crate) trait OnError<D>: Fn(&Connection<D>, &HandlerError<'_>) + MaybeSend + MaybeSync {}
impl<D, F: Fn(&Connection<D>, &HandlerError<'_>) + MaybeSend + MaybeSync> OnError<D> for F {}

/// `Fn(Option<&Connection<D>>, &PublishReport)`, shared between threads where there are any.
pub(crate) trait OnPublish<D>:
    Fn(Option<&Connection<D>>, &PublishReport<'_>) + MaybeSend + MaybeSync
{
}
impl<D, F: Fn(Option<&Connection<D>>, &PublishReport<'_>) + MaybeSend + MaybeSync> OnPublish<D> for F {}

/// `Fn(&LimitExceeded)`, shared between threads where there are any.
pub(crate) trait OnLimit: Fn(&LimitExceeded) + MaybeSend + MaybeSync {}
impl<F: Fn(&LimitExceeded) + MaybeSend + MaybeSync> OnLimit for F {}

/// The hooks of a router, each kind in the order of registration.
pub(crate) struct Hooks<D> {
    pub(crate) open: Vec<Box<dyn OnOpen<D>>>,
    pub(crate) close: Vec<Box<dyn OnClose<D>>>,
    pub(crate) error: Vec<Box<dyn OnError<D>>>,
    pub(crate) publish: Vec<Box<dyn OnPublish<D>>>,
    pub(crate) limit: Vec<Box<dyn OnLimit>>,
    pub(crate) gap: Vec<Box<dyn OnGap>>,
}

impl<D> Hooks<D> {
    pub(super) fn append(&mut self, mut other: Self) {
        self.open.append(&mut other.open);
        self.close.append(&mut other.close);
        self.error.append(&mut other.error);
        self.publish.append(&mut other.publish);
        self.limit.append(&mut other.limit);
        self.gap.append(&mut other.gap);
    }
}

impl<D> Default for Hooks<D> {
    fn default() -> Self {
        Self {
            open: Vec::new(),
            close: Vec::new(),
            error: Vec::new(),
            publish: Vec::new(),
            limit: Vec::new(),
            gap: Vec::new(),
        }
    }
}
