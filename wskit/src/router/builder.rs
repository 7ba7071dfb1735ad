use std::{collections::BTreeSet, sync::Arc};

use hashbrown::HashMap;

use super::{
    AuthPolicy, HandlerError, Hooks, Middleware, OnConflict, RegisterError, Route, WireName, layer::Layers,
};
use crate::{
    Connection, Ctx, Data, Handler, Handling, Limits, RpcCtx, RpcOutput,
    close::Closed,
    error::Result,
    limits::LimitExceeded,
    maybe_send::{MaybeSend, MaybeSync},
    message::{FromClient, Rpc},
    topics::{Gap, PubSub, PublishReport, Publisher, Slot, TopicPolicy},
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
    pub(super) routes: Vec<Route<D>>,
    pub(super) problems: BTreeSet<String>,
    pub(super) layers: Layers<D>,
    pub(super) hooks: Hooks<D>,
    pub(super) limits: Option<Limits>,
    pub(super) auth: Option<AuthPolicy>,
    pub(super) policy: Option<TopicPolicy<D>>,
    pub(super) adapter: Option<Arc<dyn PubSub>>,
    pub(super) publisher: Publisher,
    /// Those of routers that were joined to this one.
    pub(super) publishers: Vec<Slot>,
}

/// A router taken apart, known to be sound.
pub(crate) struct Parts<D> {
    pub(crate) routes: Routes<D>,
    pub(crate) hooks: Hooks<D>,
    pub(crate) limits: Limits,
    pub(crate) auth: AuthPolicy,
    pub(crate) policy: TopicPolicy<D>,
    pub(crate) adapter: Option<Arc<dyn PubSub>>,
    pub(crate) publishers: Vec<Slot>,
}

pub(crate) type Routes<D> = HashMap<WireName, Arc<Route<D>>>;

impl<D: Data> Router<D> {
    /// A router without anything.
    pub fn new() -> Self {
        Self {
            routes: Vec::new(),
            problems: BTreeSet::new(),
            layers: Layers::new(),
            hooks: Hooks::default(),
            limits: None,
            auth: None,
            policy: None,
            adapter: None,
            publisher: Publisher::new(),
            publishers: Vec::new(),
        }
    }

    /// Handles an event: `async fn(ctx: Ctx<JoinRoom, D>) -> wskit::Result<()>`.
    ///
    /// Events of one connection run one after another, in the order they arrive.
    pub fn on<M, F, Fut, How>(self, handler: F) -> Self
    where
        M: FromClient,
        F: Handler<Ctx<M, D>, Fut, How> + MaybeSend + MaybeSync + 'static,
        Fut: Handling<Output = Result<()>> + MaybeSend + 'static,
    {
        self.add(Route::event::<M, F, Fut>(handler))
    }

    /// Handles an rpc: `async fn(ctx: RpcCtx<GetUser, D>) -> Reply<GetUser>`, or simply
    /// `async fn(ctx: RpcCtx<GetUser, D>) -> Result<User, GetUserError>`.
    ///
    /// Rpcs of one connection run at the same time, beside its events. A client that gives up, disconnects or waits
    /// past the deadline drops the handler's future at its next `.await`.
    pub fn rpc<M, F, Fut, How>(self, handler: F) -> Self
    where
        M: Rpc,
        F: Handler<RpcCtx<M, D>, Fut, How> + MaybeSend + MaybeSync + 'static,
        Fut: Handling<Gives: RpcOutput<M>> + MaybeSend + 'static,
    {
        self.add(Route::rpc::<M, F, Fut>(handler))
    }

    /// Adds middleware in front of every handler of this router. Layers run in the order they are added, before the
    /// payload is decoded; those of a [`route`](Self::route) run after them.
    pub fn layer<How>(mut self, layer: impl Middleware<D, How>) -> Self {
        self.layers.push(layer.into_layer());
        self
    }

    /// Runs when a connection is open, before its first message is read. An error closes it with 1011;
    /// `connection.close(code, reason)` refuses it with a code of your own. Several run one after another, until one
    /// refuses.
    pub fn on_open<F, Fut>(mut self, hook: F) -> Self
    where
        F: Fn(Connection<D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<()>> + MaybeSend + 'static,
    {
        self.hooks.open.push(Box::new(hook));
        self
    }

    /// Runs when a connection has ended; its subscriptions are gone by then and listed in [`Closed::topics`].
    pub fn on_close<F, Fut>(mut self, hook: F) -> Self
    where
        F: Fn(Connection<D>, Closed) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = ()> + MaybeSend + 'static,
    {
        self.hooks.close.push(Box::new(hook));
        self
    }

    /// Runs when a handler or hook fails or panics with something the client sees only as `INTERNAL`.
    pub fn on_error<F>(mut self, hook: F) -> Self
    where
        F: Fn(&Connection<D>, &HandlerError<'_>) + MaybeSend + MaybeSync + 'static,
    {
        self.hooks.error.push(Box::new(hook));
        self
    }

    /// Runs when a message was published to a topic, or was to be: by a connection, or by the server itself (a
    /// [`Publisher`], a [`Throttle`](crate::topics::Throttle)), of which there is none. What other instances publish is
    /// reported there.
    ///
    /// ```
    /// use wskit::{Router, topics::PublishReport};
    ///
    /// let router = Router::<()>::new().on_publish(|from, report: &PublishReport<'_>| match report.published {
    ///     Ok(published) => println!("{}: {:?} {from:?}", report.topic, published.matched),
    ///     Err(error) => println!("{}: {} ({})", report.topic, error, error.code()),
    /// });
    /// ```
    pub fn on_publish<F>(mut self, hook: F) -> Self
    where
        F: Fn(Option<&Connection<D>>, &PublishReport<'_>) + MaybeSend + MaybeSync + 'static,
    {
        self.hooks.publish.push(Box::new(hook));
        self
    }

    /// Runs when something went over a limit: a payload, a rate, connections, a slow reader, rpcs in flight, waiting
    /// events.
    pub fn on_limit_exceeded<F>(mut self, hook: F) -> Self
    where
        F: Fn(&LimitExceeded) + MaybeSend + MaybeSync + 'static,
    {
        self.hooks.limit.push(Box::new(hook));
        self
    }

    /// Runs when messages of other instances may have been lost: the broker was away.
    pub fn on_gap<F>(mut self, hook: F) -> Self
    where
        F: Fn(&Gap) + MaybeSend + MaybeSync + 'static,
    {
        self.hooks.gap.push(Box::new(hook));
        self
    }

    /// Says which topics there are and who may use them.
    pub fn topics(mut self, policy: TopicPolicy<D>) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Carries what is published to other instances of this server, and brings what they publish. Without it topics live
    /// in this process.
    pub fn pubsub(mut self, adapter: impl PubSub) -> Self {
        self.adapter = Some(Arc::new(adapter));
        self
    }

    /// Publishes to the topics of this router from anywhere, once it is served.
    #[must_use]
    pub fn publisher(&self) -> Publisher {
        self.publisher.clone()
    }

    /// Replaces the limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Says which errors of authentication end a connection.
    pub fn auth(mut self, policy: AuthPolicy) -> Self {
        self.auth = Some(policy);
        self
    }

    pub(super) fn add(mut self, route: Route<D>) -> Self {
        self.add_with(route, OnConflict::Refuse);
        self
    }

    pub(super) fn add_with(&mut self, route: Route<D>, conflicts: OnConflict) {
        match self.routes.iter_mut().find(|known| known.wire_type == route.wire_type) {
            None => self.routes.push(route),
            Some(known) => match conflicts {
                OnConflict::Keep => {}
                OnConflict::Replace => *known = route,
                OnConflict::Refuse => {
                    self.problems.insert(format!("{} has two handlers; remove one", route.wire_type));
                }
            },
        }
    }

    pub(crate) fn into_parts(mut self) -> Result<Parts<D>, RegisterError> {
        let policy = self.policy.take().unwrap_or_default();
        self.problems.extend(policy.problem.clone());
        if !self.problems.is_empty() {
            return Err(self.problems.into());
        }
        let layers = std::mem::take(&mut self.layers);
        self.publishers.push(self.publisher.slot());
        let finished = self.routes.into_iter().map(|mut route| {
            route.prepend(&layers);
            (route.wire_type.clone(), Arc::new(route))
        });
        Ok(Parts {
            routes: finished.collect(),
            hooks: self.hooks,
            limits: self.limits.unwrap_or_default(),
            auth: self.auth.unwrap_or_default(),
            policy,
            adapter: self.adapter,
            publishers: self.publishers,
        })
    }
}

impl<D: Data> Default for Router<D> {
    fn default() -> Self {
        Self::new()
    }
}
