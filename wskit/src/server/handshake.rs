//! From a plain HTTP request to an agreement about a WebSocket (RFC 6455 section 4.2).

use std::{net::SocketAddr, panic::AssertUnwindSafe};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{SEC_WEBSOCKET_PROTOCOL, UPGRADE},
    request::Parts,
};
use tokio_tungstenite::tungstenite::handshake::server::create_response;

use super::{
    authenticate::{Handshake, Refusal, Refused, offered},
    connections::{NoPlace, Place},
    endpoint::{Endpoint, Policy},
    respond,
};
use crate::{Data, caught::run_each, client_id::ClientId, close::Close};

/// A handshake that was agreed to: send the response, then wait for the socket.
pub(crate) struct Agreed<D> {
    pub(crate) response: Response<Bytes>,
    pub(crate) admitted: Admitted<D>,
}

/// What becomes of the socket.
pub(crate) enum Admitted<D> {
    /// It is a connection.
    Open { id: ClientId, data: D, place: Place },
    /// It is closed at once.
    TurnAway { close: Close, place: Place },
}

/// How a request reached the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) peer: SocketAddr,
    pub(crate) is_tls: bool,
}

/// Whether a request asks for a WebSocket.
pub(crate) fn is_upgrade(request: &Parts) -> bool {
    request.headers.get(UPGRADE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Agrees to a handshake, or gives the response that refuses it.
#[allow(clippy::result_large_err, reason = "both sides are responses of about the same size")]
pub(crate) async fn shake<D: Data>(
    endpoint: &Endpoint<D>,
    parts: &Parts,
    arrival: Arrival,
) -> Result<Agreed<D>, Response<Bytes>> {
    let mut response = sound(&endpoint.policy, parts, arrival)?;
    let place = find_place(endpoint, arrival)?;
    let handshake = Handshake::new(parts, arrival.peer);
    run_each("on_upgrade", &endpoint.policy.on_upgrade, |hook| hook(&handshake, response.headers_mut()));
    let admitted = match authenticate(endpoint, handshake).await? {
        Ok(data) => {
            let id = endpoint.hub.new_client_id();
            if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
                response.headers_mut().insert("x-client-id", value);
            }
            Admitted::Open { id, data, place }
        }
        Err(close) => Admitted::TurnAway { close, place },
    };
    Ok(Agreed { response, admitted })
}

#[allow(clippy::result_large_err, reason = "a response is what refuses")]
fn find_place<D: Data>(endpoint: &Endpoint<D>, arrival: Arrival) -> Result<Place, Response<Bytes>> {
    let limits = endpoint.hub.limits();
    endpoint.connections.enter(arrival.peer.ip(), limits).map_err(|refused| {
        let (status, text, exceeded) = match refused {
            NoPlace::Full(exceeded) => (StatusCode::SERVICE_UNAVAILABLE, "too many connections", exceeded),
            NoPlace::TooManyFromOne(exceeded) => {
                (StatusCode::TOO_MANY_REQUESTS, "too many connections from one address", exceeded)
            }
        };
        endpoint.hub.exceeded(&exceeded);
        respond::text(status, text)
    })
}

/// The data of the connection, or the close that turns it away, or the response that refuses it.
#[allow(clippy::result_large_err, reason = "a response is what refuses")]
async fn authenticate<D: Data>(
    endpoint: &Endpoint<D>,
    handshake: Handshake,
) -> Result<Result<D, Close>, Response<Bytes>> {
    // The function itself is called inside the future too, so that a panic before its first await is caught as well.
    let asked = async { (endpoint.authenticate)(handshake).await };
    let asked = AssertUnwindSafe(asked).catch_unwind();
    match tokio::time::timeout(endpoint.hub.limits().handshake_timeout, asked).await {
        Ok(Ok(Ok(data))) => Ok(Ok(data)),
        Ok(Ok(Err(Refusal(Refused::Close(close))))) => Ok(Err(close)),
        Ok(Ok(Err(Refusal(Refused::Status(status, message))))) => Err(respond::text(status, message)),
        Ok(Err(_)) => {
            tracing::error!("authentication panicked");
            Err(respond::text(StatusCode::INTERNAL_SERVER_ERROR, "authentication failed"))
        }
        Err(_) => {
            tracing::warn!("authentication took too long");
            Err(respond::text(StatusCode::SERVICE_UNAVAILABLE, "authentication took too long"))
        }
    }
}

/// The answer to a handshake that breaks no rule.
#[allow(clippy::result_large_err, reason = "both sides are responses of the same size")]
fn sound(policy: &Policy, parts: &Parts, arrival: Arrival) -> Result<Response<Bytes>, Response<Bytes>> {
    if policy.path.as_deref().is_some_and(|path| path != parts.uri.path()) {
        return Err(respond::text(StatusCode::NOT_FOUND, "no WebSocket here"));
    }
    if parts.method != Method::GET {
        return Err(respond::text(StatusCode::METHOD_NOT_ALLOWED, "a WebSocket handshake is a GET"));
    }
    if !policy.origins.allows(&parts.headers, arrival.is_tls) {
        return Err(respond::text(StatusCode::FORBIDDEN, "pages of this origin may not connect"));
    }
    if parts.headers.get("sec-websocket-version").is_some_and(|version| version != "13") {
        // RFC 6455 section 4.4: say which version is spoken here.
        let mut response = respond::upgrade_required();
        response.headers_mut().insert("sec-websocket-version", HeaderValue::from_static("13"));
        return Err(response);
    }
    let mut bare = Request::new(());
    *bare.headers_mut() = parts.headers.clone();
    *bare.version_mut() = parts.version;
    let response =
        create_response(&bare).map_err(|error| respond::text(StatusCode::BAD_REQUEST, error.to_string()))?;
    let mut response = response.map(|()| Bytes::new());
    if let Some(protocol) = subprotocol(policy, parts) {
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    Ok(response)
}

/// The application's subprotocol if it is offered, else the first: a browser that offers some gives up unless one of
/// them is selected.
fn subprotocol(policy: &Policy, parts: &Parts) -> Option<HeaderValue> {
    let own = policy.subprotocol.as_deref();
    let wanted = offered(&parts.headers).find(|offered| Some(*offered) == own);
    let selected = wanted.or_else(|| offered(&parts.headers).next())?;
    HeaderValue::from_str(selected).ok()
}
