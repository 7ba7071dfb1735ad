use std::marker::PhantomData;

use super::{Middleware, Router, layer::Layers, route::Route};
use crate::{
    Ctx, Data, Handler, Handling, RpcCtx, RpcOutput,
    error::Result,
    maybe_send::{MaybeSend, MaybeSync},
    message::{FromClient, Message, Rpc},
};

/// One message on its way into a [`Router`], to give its handler layers of its own:
///
/// ```
/// use wskit::{layers::require, prelude::*};
///
/// wskit::message!(
///     #[event(from = client)]
///     pub struct Restart;
/// );
///
/// # #[derive(Clone, Default)] struct Identity { admin: bool }
/// async fn restart(_: Ctx<Restart, Identity>) -> Result<()> {
///     Ok(())
/// }
///
/// let admin = require(Code::PermissionDenied, |identity: &Identity| identity.admin);
/// let router = Router::new().route::<Restart>().layer(admin).on(restart);
/// ```
#[must_use = "a route does nothing until its handler is given with `.on(..)` or `.rpc(..)`"]
pub struct RouteBuilder<D, M> {
    router: Router<D>,
    layers: Layers<D>,
    message: PhantomData<fn() -> M>,
}

impl<D: Data> Router<D> {
    /// Begins a message whose handler gets layers of its own; they run after those of the whole router. End with
    /// [`on`](RouteBuilder::on) or [`rpc`](RouteBuilder::rpc), which give the router back.
    pub fn route<M: Message>(self) -> RouteBuilder<D, M> {
        RouteBuilder { router: self, layers: Layers::new(), message: PhantomData }
    }
}

impl<D: Data, M: Message> RouteBuilder<D, M> {
    /// Adds middleware in front of this message alone. Layers run in the order they are added.
    pub fn layer<How>(mut self, layer: impl Middleware<D, How>) -> Self {
        self.layers.push(layer.into_layer());
        self
    }

    /// Handles the event; see [`Router::on`].
    pub fn on<F, Fut, How>(self, handler: F) -> Router<D>
    where
        M: FromClient,
        F: Handler<Ctx<M, D>, Fut, How> + MaybeSend + MaybeSync + 'static,
        Fut: Handling<Output = Result<()>> + MaybeSend + 'static,
    {
        self.end(Route::event::<M, F, Fut>(handler))
    }

    /// Handles the rpc; see [`Router::rpc`].
    pub fn rpc<F, Fut, How>(self, handler: F) -> Router<D>
    where
        M: Rpc,
        F: Handler<RpcCtx<M, D>, Fut, How> + MaybeSend + MaybeSync + 'static,
        Fut: Handling<Gives: RpcOutput<M>> + MaybeSend + 'static,
    {
        self.end(Route::rpc::<M, F, Fut>(handler))
    }

    fn end(self, mut route: Route<D>) -> Router<D> {
        route.prepend(&self.layers);
        self.router.add(route)
    }
}
