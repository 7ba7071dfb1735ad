//! One TCP connection: HTTP until it upgrades, then a task of its own for the WebSocket.

use std::{convert::Infallible, sync::Arc};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn, upgrade::Upgraded};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::OwnedSemaphorePermit,
};

use super::{
    HttpHandler,
    endpoint::Endpoint,
    handshake::{Agreed, Arrival, is_upgrade, shake},
    respond, shutdown,
};
use crate::Data;

/// What all TCP connections of a server share.
pub(super) struct Shared<D> {
    pub(super) endpoint: Arc<Endpoint<D>>,
    pub(super) http: Option<Box<dyn HttpHandler>>,
}

/// One of the places for open TCP connections, kept until the last task of the connection is done.
pub(super) type Slot = Arc<OwnedSemaphorePermit>;

/// Serves a connection until it closes or upgrades.
pub(super) async fn accept<D, S>(shared: Arc<Shared<D>>, stream: S, arrival: Arrival, slot: Slot)
where
    D: Data,
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let mut stop = shared.endpoint.shutdown.subscribe();
    let service =
        service_fn(|request| respond_to::<D, S>(Arc::clone(&shared), request, arrival, Arc::clone(&slot)));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.endpoint.hub.limits().handshake_timeout)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let served = tokio::select! {
        served = connection.as_mut() => served,
        _ = shutdown::told(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                served = connection => served,
                () = shutdown::abandoned(&mut stop) => Ok(()),
            }
        }
    };
    if let Err(error) = served {
        tracing::debug!(peer = %arrival.peer, %error, "a connection ended early");
    }
}

async fn respond_to<D, S>(
    shared: Arc<Shared<D>>,
    mut request: Request<Incoming>,
    arrival: Arrival,
    slot: Slot,
) -> Result<Response<Full<Bytes>>, Infallible>
where
    D: Data,
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let upgrade = hyper::upgrade::on(&mut request);
    let (parts, _) = request.into_parts();
    if !is_upgrade(&parts) {
        let response =
            shared.http.as_ref().map_or_else(respond::upgrade_required, |http| http.handle(&parts));
        return Ok(respond::body(response));
    }
    let Agreed { response, admitted } = match shake(&shared.endpoint, &parts, arrival).await {
        Ok(agreed) => agreed,
        Err(refused) => return Ok(respond::body(refused)),
    };
    let leaving = shared.endpoint.leaving();
    tokio::spawn(async move {
        match upgrade.await.map(bare::<S>) {
            Ok(Some((stream, read))) => shared.endpoint.run(stream, read, admitted, leaving, slot).await,
            Ok(None) => tracing::error!("an upgraded connection is not what it was accepted as"),
            Err(error) => tracing::debug!(peer = %arrival.peer, %error, "a handshake was not completed"),
        }
    });
    Ok(respond::body(response))
}

/// The bare stream under an upgraded connection, and what the client has already sent. The buffer it was read into is let
/// go: it is larger than all else that a connection holds.
fn bare<S: AsyncRead + AsyncWrite + Unpin + 'static>(upgraded: Upgraded) -> Option<(S, Vec<u8>)> {
    let parts = upgraded.downcast::<TokioIo<S>>().ok()?;
    Some((parts.io.into_inner(), parts.read_buf.to_vec()))
}
