use std::{io, sync::Arc};

use http::HeaderMap;
use tokio::net::{TcpListener, ToSocketAddrs};

use super::{
    Anonymous, Authenticate, Handshake, HttpHandler,
    accept::Shared,
    endpoint::{Endpoint, Policy},
    listen, shutdown,
};
use crate::{Data, Router, maybe_send::BoxFuture, router::RegisterError};

/// Serves a router on tokio. See the [module](super) for an example.
pub fn serve<D: Data>(router: Router<D>) -> Server<D> {
    Server {
        router,
        authenticate: Anonymous,
        policy: Policy::default(),
        http: None,
        #[cfg(feature = "rustls")]
        tls: None,
        stop: Box::pin(shutdown::signal()),
    }
}

/// A server about to start.
#[must_use = "a server does nothing until it is bound"]
pub struct Server<D, A = Anonymous> {
    router: Router<D>,
    authenticate: A,
    policy: Policy,
    http: Option<Box<dyn HttpHandler>>,
    #[cfg(feature = "rustls")]
    tls: Option<tokio_rustls::TlsAcceptor>,
    stop: BoxFuture<'static, ()>,
}

/// Why a server could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The router is not sound.
    #[error("the router cannot be built: {0}")]
    Router(#[from] RegisterError),
    /// The address cannot be listened on.
    #[error("cannot listen: {0}")]
    Listen(#[from] io::Error),
}

impl<D: Data, A> Server<D, A> {
    /// Decides who may connect, and gives the data of each connection:
    /// `async fn(Handshake) -> Result<D, Refusal>`, or the same without `async`. Without it everybody may, with
    /// `D::default()`.
    ///
    /// It has [`Limits::handshake_timeout`](crate::Limits::handshake_timeout) to decide; after that the client gets 503.
    pub fn authenticate<B: Authenticate<D, How>, How: 'static>(
        self,
        authenticate: B,
    ) -> Server<D, impl Authenticate<D>> {
        Server {
            router: self.router,
            authenticate: Marked(authenticate, std::marker::PhantomData),
            policy: self.policy,
            http: self.http,
            #[cfg(feature = "rustls")]
            tls: self.tls,
            stop: self.stop,
        }
    }

    /// Sees every sound request for a WebSocket, before authentication, and may add headers to the response that
    /// accepts it. A hook that panics is logged and changes nothing.
    pub fn on_upgrade<F>(mut self, hook: F) -> Self
    where
        F: Fn(&Handshake, &mut HeaderMap) + Send + Sync + 'static,
    {
        self.policy.on_upgrade.push(Box::new(hook));
        self
    }

    /// The only path that takes WebSockets, such as `/ws`. Without it every path does.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.policy.path = Some(path.into());
        self
    }

    /// The subprotocol to select when a client offers it. Without it, or when it is not offered, the first offered is.
    pub fn subprotocol(mut self, name: impl Into<String>) -> Self {
        self.policy.subprotocol = Some(name.into());
        self
    }

    /// Lets pages of another origin connect, such as `https://app.example`, or of every origin with `*`. Pages with this
    /// server's own scheme, host and port always may, and so may programs that are not browsers.
    ///
    /// Behind a proxy that ends TLS the scheme is that of its `x-forwarded-proto`.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.policy.origins.allow(origin);
        self
    }

    /// Answers requests that are no WebSocket handshake. Without it they get 426.
    pub fn http(mut self, handler: impl HttpHandler) -> Self {
        self.http = Some(Box::new(handler));
        self
    }

    /// Speaks TLS: `https` and `wss`.
    ///
    /// An application that links two crypto providers of rustls, which is easily done by way of other crates, has to install one
    /// (`rustls::crypto::CryptoProvider::install_default`) before it builds a `ServerConfig`.
    #[cfg(feature = "rustls")]
    pub fn tls(mut self, config: Arc<tokio_rustls::rustls::ServerConfig>) -> Self {
        self.tls = Some(config.into());
        self
    }

    /// Stops the server when `stop` is ready, instead of at Ctrl-C or SIGTERM.
    pub fn stop_when(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop = Box::pin(stop);
        self
    }
}

// The bound stands on the methods, where the compiler says what to do about it; and they are no `async fn`s, of whose
// futures it would say the same again.
impl<D: Data, A> Server<D, A> {
    /// Listens on an address and serves until the server is told to stop.
    ///
    /// # Errors
    ///
    /// When the router is not sound or the address cannot be listened on.
    pub fn bind<'a>(self, address: impl ToSocketAddrs + Send + 'a) -> BoxFuture<'a, Result<(), ServeError>>
    where
        A: Authenticate<D>,
    {
        Box::pin(async move {
            let listener = TcpListener::bind(address).await?;
            self.listen(listener).await
        })
    }

    /// Serves on a listener until the server is told to stop: it then takes no new connections, lets every connection
    /// finish what is in flight, closes it with 1001, and returns when all are gone. They are told to go one after
    /// another, about a thousand a second; those that are not done after
    /// [`Limits::shutdown_timeout`](crate::Limits::shutdown_timeout) are cut off.
    ///
    /// # Errors
    ///
    /// When the router is not sound.
    pub fn listen(self, listener: TcpListener) -> BoxFuture<'static, Result<(), ServeError>>
    where
        A: Authenticate<D>,
    {
        Box::pin(async move {
            #[cfg(feature = "rustls")]
            let tls = self.tls;
            let endpoint = endpoint(self.router, self.policy, self.authenticate)?;
            let shared = Arc::new(Shared { endpoint: Arc::clone(&endpoint), http: self.http });
            let accepting = listen::Accepting::new(
                shared,
                #[cfg(feature = "rustls")]
                tls,
            );
            accepting.until(self.stop, listener).await;
            endpoint.shut_down().await;
            Ok(())
        })
    }

    /// The router as a handler of an axum application; see [`wskit::axum`](crate::axum). The application answers plain
    /// requests, speaks TLS and stops: what this server was told about those three does not apply. Feature `axum`.
    ///
    /// # Errors
    ///
    /// When the router is not sound.
    #[cfg(feature = "axum")]
    pub fn into_axum(self) -> Result<crate::axum::WebSockets<D>, RegisterError>
    where
        A: Authenticate<D>,
    {
        endpoint(self.router, self.policy, self.authenticate).map(crate::axum::WebSockets::new)
    }
}

fn endpoint<D: Data>(
    router: Router<D>,
    policy: Policy,
    authenticate: impl Authenticate<D>,
) -> Result<Arc<Endpoint<D>>, RegisterError> {
    Endpoint::new(router, policy, Box::new(move |handshake| authenticate.authenticate(handshake)))
}

/// Takes the mark off an [`Authenticate`].
struct Marked<A, How>(A, std::marker::PhantomData<fn() -> How>);

impl<D, A: Authenticate<D, How>, How: 'static> Authenticate<D> for Marked<A, How> {
    fn authenticate(&self, handshake: Handshake) -> BoxFuture<'static, Result<D, super::Refusal>> {
        self.0.authenticate(handshake)
    }
}
