use std::collections::{BTreeSet, HashMap};

use super::{HandlerError, Hooks, Layer, Layers, RegisterError, Route};
use crate::{
    Connection, Ctx, Data, Limits, Reply, Result, RpcCtx,
    close::Closed,
    maybe_send::{MaybeSend, MaybeSync},
    message::{FromClient, Rpc},
};

/// Handlers, middleware and hooks for connections with the data `D`.
///
/// ```
/// use wskit::prelude::*;
///
/// wskit::message!(
///     /// Asks for a greeting.
///     #[rpc(response = Greeting)]
///     pub struct Greet {
///         #[validate(length(min = 1, max = 40))]
///         pub name: String,
///     }
///
///     /// The greeting.
///     #[response]
///     pub struct Greeting {
///         pub text: String,
///     }
/// );
///
/// async fn greet(ctx: RpcCtx<Greet>) -> Reply<Greet> {
///     let text = format!("Hello, {}!", ctx.payload.name);
///     ctx.reply(Greeting { text })
/// }
///
/// let router = Router::<()>::new().rpc(greet);
/// ```
#[must_use = "a router does nothing until it is served"]
pub struct Router<D> {
    routes: HashMap<&'static str, Route<D>>,
    doubled: BTreeSet<&'static str>,
    layers: Vec<Box<dyn Layer<D>>>,
    hooks: Hooks<D>,
    limits: Limits,
}

/// A router taken apart, known to be sound.
pub(crate) struct Parts<D> {
    pub(crate) routes: HashMap<&'static str, Route<D>>,
    pub(crate) layers: Layers<D>,
    pub(crate) hooks: Hooks<D>,
    pub(crate) limits: Limits,
}

impl<D: Data> Router<D> {
    /// A router without anything.
    pub fn new() -> Self {
        Self {
            routes: HashMap::new(),
            doubled: BTreeSet::new(),
            layers: Vec::new(),
            hooks: Hooks { open: None, close: None, error: None },
            limits: Limits::default(),
        }
    }

    /// Handles an event: `async fn(ctx: Ctx<JoinRoom, D>) -> wskit::Result<()>`.
    ///
    /// Events of one connection run one after another, in the order they arrive.
    pub fn on<M, F, Fut>(self, handler: F) -> Self
    where
        M: FromClient,
        F: Fn(Ctx<M, D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<()>> + MaybeSend + 'static,
    {
        self.add(Route::event::<M, F, Fut>(handler))
    }

    /// Handles an rpc: `async fn(ctx: RpcCtx<GetUser, D>) -> Reply<GetUser>`.
    ///
    /// Rpcs of one connection run at the same time, beside its events. A client that gives up, disconnects or waits
    /// past the deadline drops the handler's future at its next `.await`.
    pub fn rpc<M, F, Fut>(self, handler: F) -> Self
    where
        M: Rpc,
        F: Fn(RpcCtx<M, D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Reply<M>> + MaybeSend + 'static,
    {
        self.add(Route::rpc::<M, F, Fut>(handler))
    }

    /// Adds middleware in front of every handler. Layers run in the order they are added, before the payload is decoded.
    pub fn layer(mut self, layer: impl Layer<D>) -> Self {
        self.layers.push(Box::new(layer));
        self
    }

    /// Runs when a connection is open, before its first message is read. An error closes it with 1011;
    /// `connection.close(code, reason)` refuses it with a code of your own.
    pub fn on_open<F, Fut>(mut self, hook: F) -> Self
    where
        F: Fn(Connection<D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<()>> + MaybeSend + 'static,
    {
        self.hooks.open = Some(Box::new(hook));
        self
    }

    /// Runs when a connection has ended; its subscriptions are gone by then and listed in [`Closed::topics`].
    pub fn on_close<F, Fut>(mut self, hook: F) -> Self
    where
        F: Fn(Connection<D>, Closed) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = ()> + MaybeSend + 'static,
    {
        self.hooks.close = Some(Box::new(hook));
        self
    }

    /// Runs when a handler or hook fails or panics with something the client sees only as `INTERNAL`.
    pub fn on_error<F>(mut self, hook: F) -> Self
    where
        F: Fn(&Connection<D>, &HandlerError<'_>) + MaybeSend + MaybeSync + 'static,
    {
        self.hooks.error = Some(Box::new(hook));
        self
    }

    /// Replaces the limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    fn add(mut self, route: Route<D>) -> Self {
        let wire_type = route.wire_type;
        if self.routes.insert(wire_type, route).is_some() {
            self.doubled.insert(wire_type);
        }
        self
    }

    pub(crate) fn into_parts(self) -> Result<Parts<D>, RegisterError> {
        if self.doubled.is_empty() {
            return Ok(Parts {
                routes: self.routes,
                layers: self.layers.into(),
                hooks: self.hooks,
                limits: self.limits,
            });
        }
        let problem = |wire_type: &&str| format!("{wire_type} has two handlers; remove one");
        Err(RegisterError { problems: self.doubled.iter().map(problem).collect() })
    }
}

impl<D: Data> Default for Router<D> {
    fn default() -> Self {
        Self::new()
    }
}
