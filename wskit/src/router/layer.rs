use std::{ops::Deref, sync::Arc};

use super::{HandlerFuture, Kind, Request, Route};
use crate::{
    Connection, Data, EndWithCtxReply, Error, Result,
    call::Call,
    close::Close,
    error::{Cause, ErrorReply},
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
    wire::{self, Frame, MetaIn},
};

/// What a layer sees of a message: its type, its sender, its meta and its size, but not the payload, which is not
/// decoded yet.
///
/// Dereferences to the sender's [`Connection`].
pub struct Gate<D> {
    connection: Connection<D>,
    route: Arc<Route<D>>,
    frame: Arc<str>,
}

impl<D> Gate<D> {
    /// The sender's connection.
    #[must_use]
    pub fn connection(&self) -> &Connection<D> {
        &self.connection
    }

    /// The wire type of the message.
    #[must_use]
    pub fn wire_type(&self) -> &str {
        &self.route.wire_type
    }

    /// Whether the message expects an answer.
    #[must_use]
    pub fn is_rpc(&self) -> bool {
        self.route.kind == Kind::Rpc
    }

    /// The size of the whole frame in bytes.
    #[must_use]
    pub fn raw_size(&self) -> usize {
        self.frame.len()
    }

    /// A key of `meta` as the client sent it; `None` when it is not there. The reserved keys never are.
    #[must_use]
    pub fn meta(&self, key: &str) -> Option<serde_json::Value> {
        let envelope = wire::parse(&self.frame).ok()?;
        let MetaIn { correlation_id, timeout_ms, declared } = &envelope.meta;
        match key {
            "correlationId" => correlation_id.as_deref().map(Into::into),
            "timeoutMs" => timeout_ms.map(Into::into),
            _ => {
                let (_, raw) = declared.iter().find(|(name, _)| name == key)?;
                serde_json::from_str(raw).ok()
            }
        }
    }
}

impl<D> Deref for Gate<D> {
    type Target = Connection<D>;

    fn deref(&self) -> &Connection<D> {
        &self.connection
    }
}

/// Middleware: runs before the payload of a message is decoded, so a refused message costs almost nothing.
///
/// Any `async fn(Gate<D>, Next<D>) -> Result<Outcome>` is one. Passing on is `next.run(gate).await`; refusing is an
/// error, which the client sees:
///
/// ```
/// use wskit::prelude::*;
///
/// # #[derive(Clone, Default)] struct Identity { name: Option<String> }
/// async fn require_login(gate: Gate<Identity>, next: Next<Identity>) -> Result<Outcome> {
///     if gate.data().name.is_none() {
///         return Err(Code::Unauthenticated.into());
///     }
///     next.run(gate).await
/// }
///
/// let router = Router::<Identity>::new().layer(require_login);
/// ```
pub trait Layer<D>: MaybeSend + MaybeSync + 'static {
    /// Handles a message, by passing it on or by refusing it.
    fn handle(&self, gate: Gate<D>, next: Next<D>) -> BoxFuture<'static, Result<Outcome>>;

    /// Lets go of what the layer holds, such as a connection, when the server has ended. Nothing is asked of it afterwards.
    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

impl<D, F, Fut> Layer<D> for F
where
    F: Fn(Gate<D>, Next<D>) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<Outcome>> + MaybeSend + 'static,
{
    fn handle(&self, gate: Gate<D>, next: Next<D>) -> BoxFuture<'static, Result<Outcome>> {
        Box::pin(self(gate, next))
    }
}

/// What `.layer(..)` takes: everything that is a [`Layer`]. `How` is nobody's business.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not middleware for connections with the data `{D}`",
    label = "not an `async fn(Gate<{D}>, Next<{D}>) -> wskit::Result<Outcome>`",
    note = "write `async fn name(gate: Gate<{D}>, next: Next<{D}>) -> wskit::Result<Outcome>`; it passes a message on with \
            `next.run(gate).await`, or refuses it with `Err(Code::PermissionDenied.into())`",
    note = "a value is middleware if its type implements `wskit::Layer<{D}>`, as those of `wskit::layers` do"
)]
pub trait Middleware<D, How> {
    /// As a layer.
    #[doc(hidden)]
    fn into_layer(self) -> Arc<dyn Layer<D>>;
}

/// How a layer is middleware.
#[doc(hidden)]
#[derive(Debug)]
pub enum ByItself {}

impl<D, L: Layer<D>> Middleware<D, ByItself> for L {
    fn into_layer(self) -> Arc<dyn Layer<D>> {
        Arc::new(self)
    }
}

/// How nothing is middleware. Between two impls the compiler does not guess which was meant, so that of a function that
/// fits neither it says what `Middleware` says, and not how many arguments it takes.
#[doc(hidden)]
#[derive(Debug)]
pub enum ByNothing {}

/// Of no type.
#[doc(hidden)]
pub trait Nothing {
    /// Is never called.
    fn never<T>(self) -> T;
}

impl<D, N: Nothing> Middleware<D, ByNothing> for N {
    fn into_layer(self) -> Arc<dyn Layer<D>> {
        self.never()
    }
}

pub(crate) type Layers<D> = Vec<Arc<dyn Layer<D>>>;

/// What became of a message. A layer gets one from [`Next::run`] and passes it back.
#[derive(Debug)]
#[must_use = "return it, or the answer is lost"]
pub struct Outcome {
    answer: Option<Frame>,
    close: Option<Close>,
}

impl Outcome {
    /// Nothing is to be sent: right for an event that a layer drops in silence. An rpc whose layer says so is answered
    /// with `INTERNAL`, because every rpc is answered.
    pub fn nothing() -> Self {
        Self { answer: None, close: None }
    }

    pub(super) fn answer<M>(answer: EndWithCtxReply<M>) -> Self {
        let (frame, close) = answer.into_parts();
        Self { answer: Some(frame), close }
    }

    pub(crate) fn into_parts(self) -> (Option<Frame>, Option<Close>) {
        (self.answer, self.close)
    }
}

/// The rest of the way: the layers that follow, then decoding, then the handler.
pub struct Next<D> {
    route: Arc<Route<D>>,
    frame: Arc<str>,
    call: Option<Arc<Call>>,
    position: usize,
}

impl<D: Data> Next<D> {
    /// Passes the message on.
    ///
    /// # Errors
    ///
    /// What a later layer or the handler fails with; return it as it is.
    #[must_use = "the message goes no further until this is awaited"]
    pub fn run(mut self, gate: Gate<D>) -> BoxFuture<'static, Result<Outcome>> {
        if let Some(layer) = self.route.layers.get(self.position).map(Arc::clone) {
            self.position += 1;
            return layer.handle(gate, self);
        }
        match self.start(&gate) {
            Ok(handling) => Box::pin(async move { handling.await.map_err(Error) }),
            Err(refused) => Box::pin(std::future::ready(Err(refused))),
        }
    }

    /// Decodes and starts the handler. The envelope is read a second time: it was sound when it came in, and most
    /// servers have no layers, so that nothing is kept for a second reading that rarely comes.
    fn start(self, gate: &Gate<D>) -> Result<HandlerFuture> {
        let envelope = wire::parse(&self.frame).map_err(|_| Error::internal("the frame changed"))?;
        let request = Request {
            connection: &gate.connection,
            payload: envelope.payload,
            meta: &envelope.meta,
            call: self.call,
        };
        self.route.start(request).map_err(|invalid| ErrorReply::from(invalid).into())
    }
}

/// Starts a message: straight into its handler when there are no layers, through them otherwise.
pub(crate) fn start<D: Data>(
    route: &Arc<Route<D>>,
    request: Request<'_, D>,
    frame: &str,
) -> Result<HandlerFuture, Cause> {
    if route.layers.is_empty() {
        return route.start(request).map_err(|invalid| Cause::Reply(Box::new(invalid.into())));
    }
    let frame = Arc::<str>::from(frame);
    let gate =
        Gate { connection: request.connection.clone(), route: Arc::clone(route), frame: Arc::clone(&frame) };
    let next = Next { route: Arc::clone(route), frame, call: request.call, position: 0 };
    // The first layer runs when the future does: a layer may do its work before it gives one.
    Ok(Box::pin(async move { next.run(gate).await.map_err(|error| error.0) }))
}
