//! One TCP connection: HTTP until it upgrades, then a task of its own for the WebSocket.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    sync::{mpsc, watch},
};
use tokio_tungstenite::{WebSocketStream, tungstenite::protocol::Role};

use super::{
    builder::Shared,
    drive,
    handshake::{Accepted, is_upgrade, shake},
    respond,
    shutdown::{self, Stop},
};
use crate::Data;

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// What every task of a server holds: `stop` says when to end, `alive` is dropped when the task is done.
#[derive(Clone)]
pub(super) struct Lifeline {
    pub(super) stop: watch::Receiver<Stop>,
    pub(super) alive: mpsc::Sender<Infallible>,
}

/// Serves a TCP connection until it closes or upgrades.
pub(super) async fn accept<D: Data>(
    shared: Arc<Shared<D>>,
    stream: TcpStream,
    peer: SocketAddr,
    lifeline: Lifeline,
) {
    let mut stop = lifeline.stop.clone();
    let service = service_fn(|request| respond_to(Arc::clone(&shared), request, peer, lifeline.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let served = tokio::select! {
        served = connection.as_mut() => served,
        () = shutdown::told(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                served = connection => served,
                () = shutdown::abandoned(&mut stop) => Ok(()),
            }
        }
    };
    if let Err(error) = served {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}

async fn respond_to<D: Data>(
    shared: Arc<Shared<D>>,
    request: Request<Incoming>,
    peer: SocketAddr,
    lifeline: Lifeline,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, incoming) = request.into_parts();
    if !is_upgrade(&parts) {
        let response =
            shared.http.as_ref().map_or_else(respond::upgrade_required, |http| http.handle(&parts));
        return Ok(respond::body(response));
    }
    Ok(respond::body(match shake(&shared, Request::from_parts(parts, incoming), peer).await {
        Err(refused) => refused,
        Ok(Accepted { response, upgrade, id, data }) => {
            tokio::spawn(async move {
                match upgrade.await {
                    Ok(upgraded) => {
                        if let Some(socket) = socket(upgraded, &shared).await {
                            drive::drive(socket, shared.hub.connect(id, data), lifeline.stop).await;
                        }
                    }
                    Err(error) => tracing::debug!(%peer, %error, "a handshake was not completed"),
                }
                drop(lifeline.alive);
            });
            response
        }
    }))
}

/// The bare TCP stream under an upgraded connection, with what the client has already sent.
async fn socket<D>(
    upgraded: hyper::upgrade::Upgraded,
    shared: &Shared<D>,
) -> Option<WebSocketStream<TcpStream>>
where
    D: Data,
{
    let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok()?;
    let config = Some(drive::config(shared.hub.limits()));
    let stream = parts.io.into_inner();
    Some(WebSocketStream::from_partially_read(stream, parts.read_buf.to_vec(), Role::Server, config).await)
}
