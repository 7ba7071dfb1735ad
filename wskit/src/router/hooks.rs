use crate::{
    Connection,
    close::Closed,
    error::Result,
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
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

/// The hooks of a router.
pub(crate) struct Hooks<D> {
    pub(crate) open: Option<Box<dyn OnOpen<D>>>,
    pub(crate) close: Option<Box<dyn OnClose<D>>>,
    pub(crate) error: Option<Box<dyn OnError<D>>>,
}
