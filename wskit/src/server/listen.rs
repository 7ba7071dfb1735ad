//! Taking in TCP connections, as many as the limits let.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

use super::{
    accept::{Shared, accept},
    handshake::Arrival,
    tcp::Tcp,
};
use crate::{Data, maybe_send::BoxFuture};

/// How many TCP connections may be open besides WebSockets: requests for pages, handshakes under way, and those that
/// are about to hear that the server is full.
const SPARE: usize = 1024;

/// The loop that takes connections in.
pub(super) struct Accepting<D> {
    shared: Arc<Shared<D>>,
    slots: Arc<Semaphore>,
    #[cfg(feature = "rustls")]
    tls: Option<tokio_rustls::TlsAcceptor>,
}

impl<D: Data> Accepting<D> {
    pub(super) fn new(
        shared: Arc<Shared<D>>,
        #[cfg(feature = "rustls")] tls: Option<tokio_rustls::TlsAcceptor>,
    ) -> Self {
        let most = shared.endpoint.hub.limits().max_connections.saturating_add(SPARE);
        Self {
            shared,
            slots: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))),
            #[cfg(feature = "rustls")]
            tls,
        }
    }

    /// Takes connections in until told to stop.
    pub(super) async fn until(&self, mut stop: BoxFuture<'static, ()>, listener: TcpListener) {
        loop {
            tokio::select! {
                biased;
                () = &mut stop => return,
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => self.take_in(stream, peer),
                    Err(error) => pause_after(&error).await,
                },
            }
        }
    }

    fn take_in(&self, stream: TcpStream, peer: SocketAddr) {
        let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else {
            tracing::warn!(%peer, "a connection was dropped: too many are open");
            return;
        };
        // Small frames must not wait for each other (Nagle's algorithm); a failure costs only time.
        let _ = stream.set_nodelay(true);
        self.serve(stream, peer, slot);
    }

    #[cfg(not(feature = "rustls"))]
    fn serve(&self, stream: TcpStream, peer: SocketAddr, slot: OwnedSemaphorePermit) {
        let arrival = Arrival { peer, is_tls: false };
        tokio::spawn(accept(Arc::clone(&self.shared), Tcp::new(stream), arrival, Arc::new(slot)));
    }

    #[cfg(feature = "rustls")]
    fn serve(&self, stream: TcpStream, peer: SocketAddr, slot: OwnedSemaphorePermit) {
        let shared = Arc::clone(&self.shared);
        let slot = Arc::new(slot);
        let Some(tls) = self.tls.clone() else {
            tokio::spawn(accept(shared, Tcp::new(stream), Arrival { peer, is_tls: false }, slot));
            return;
        };
        tokio::spawn(async move {
            let timeout = shared.endpoint.hub.limits().handshake_timeout;
            match tokio::time::timeout(timeout, tls.accept(stream)).await {
                Ok(Ok(stream)) => accept(shared, stream, Arrival { peer, is_tls: true }, slot).await,
                Ok(Err(error)) => tracing::debug!(%peer, %error, "a TLS handshake failed"),
                Err(_) => tracing::debug!(%peer, "a TLS handshake took too long"),
            }
        });
    }
}

/// A failed accept concerns one connection, or all while the process is out of descriptors: then a moment helps.
async fn pause_after(error: &io::Error) {
    tracing::warn!(%error, "a connection was not accepted");
    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
