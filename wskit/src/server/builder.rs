use std::{io, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, ToSocketAddrs},
    sync::{mpsc, watch},
};

use super::{
    Anonymous, Authenticate, HttpHandler,
    accept::{Lifeline, accept},
    origin::Origins,
    platform::TokioPlatform,
    shutdown::{self, Stop},
};
use crate::{Data, Router, hub::Hub, maybe_send::BoxFuture, router::RegisterError};

/// How long connections may take to finish what is in flight when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);

/// Serves a router on tokio. See the [module](super) for an example.
pub fn serve<D: Data>(router: Router<D>) -> Server<D> {
    Server {
        router,
        authenticate: Anonymous,
        path: None,
        origins: Origins::default(),
        http: None,
        stop: Box::pin(shutdown::signal()),
    }
}

/// A server about to start.
#[must_use = "a server does nothing until it is bound"]
pub struct Server<D, A = Anonymous> {
    router: Router<D>,
    authenticate: A,
    path: Option<String>,
    origins: Origins,
    http: Option<Box<dyn HttpHandler>>,
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

/// What all connections of a server share.
pub(super) struct Shared<D> {
    pub(super) hub: Arc<Hub<D>>,
    pub(super) authenticate: Box<dyn Authenticate<D>>,
    pub(super) path: Option<String>,
    pub(super) origins: Origins,
    pub(super) http: Option<Box<dyn HttpHandler>>,
}

impl<D: Data, A> Server<D, A> {
    /// Decides who may connect, and gives the data of each connection:
    /// `async fn(Handshake) -> Result<D, Refusal>`. Without it everybody may, with `D::default()`.
    pub fn authenticate<B: Authenticate<D>>(self, authenticate: B) -> Server<D, B> {
        let Self { router, path, origins, http, stop, .. } = self;
        Server { router, authenticate, path, origins, http, stop }
    }

    /// The only path that takes WebSockets, such as `/ws`. Without it every path does.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Lets pages of another origin connect, such as `https://app.example`, or of every origin with `*`. Pages of this
    /// server's own host and port always may, and so may programs that are not browsers.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.allow(origin);
        self
    }

    /// Answers requests that are no WebSocket handshake. Without it they get 426.
    pub fn http(mut self, handler: impl HttpHandler) -> Self {
        self.http = Some(Box::new(handler));
        self
    }

    /// Stops the server when `stop` is ready, instead of at Ctrl-C or SIGTERM.
    pub fn stop_when(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop = Box::pin(stop);
        self
    }
}

// The bound stands on the methods, where the compiler says what to do about it.
impl<D: Data, A> Server<D, A> {
    /// Listens on an address and serves until the server is told to stop.
    ///
    /// # Errors
    ///
    /// When the router is not sound or the address cannot be listened on.
    pub async fn bind(self, address: impl ToSocketAddrs) -> Result<(), ServeError>
    where
        A: Authenticate<D>,
    {
        let listener = TcpListener::bind(address).await?;
        self.listen(listener).await
    }

    /// Serves on a listener until the server is told to stop: it then takes no new connections, lets every connection
    /// finish what is in flight, closes it with 1001, and returns when all are gone. Connections that are not done after 30 s are cut off.
    ///
    /// # Errors
    ///
    /// When the router is not sound.
    pub async fn listen(self, listener: TcpListener) -> Result<(), ServeError>
    where
        A: Authenticate<D>,
    {
        let Self { router, authenticate, path, origins, http, mut stop } = self;
        let hub = Hub::new(router, Arc::new(TokioPlatform))?;
        let shared = Arc::new(Shared { hub, authenticate: Box::new(authenticate), path, origins, http });
        let (stopping, stop_seen) = watch::channel(Stop::No);
        let (alive, mut all_gone) = mpsc::channel(1);
        let lifeline = Lifeline { stop: stop_seen, alive };
        loop {
            tokio::select! {
                biased;
                () = &mut stop => break,
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => {
                        // Small frames must not wait for each other (Nagle's algorithm); a failure costs only time.
                        let _ = stream.set_nodelay(true);
                        tokio::spawn(accept(Arc::clone(&shared), stream, peer, lifeline.clone()));
                    }
                    Err(error) => pause_after(&error).await,
                },
            }
        }
        drop((listener, lifeline));
        let _ = stopping.send(Stop::Drain);
        // The channel ends when the last task drops its sender.
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, all_gone.recv()).await;
        let _ = stopping.send(Stop::Abandon);
        Ok(())
    }
}

/// A failed accept concerns one connection, or all while the process is out of descriptors: then a moment helps.
async fn pause_after(error: &io::Error) {
    tracing::warn!(%error, "a connection was not accepted");
    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
