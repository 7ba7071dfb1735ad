//! From a plain HTTP request to an upgraded socket (RFC 6455 section 4.2).

use std::{net::SocketAddr, sync::Arc};

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{SEC_WEBSOCKET_PROTOCOL, UPGRADE},
    request::Parts,
};
use hyper::{body::Incoming, upgrade::OnUpgrade};
use tokio_tungstenite::tungstenite::handshake::server::create_response;

use super::{
    authenticate::{Handshake, Refusal, offered},
    builder::Shared,
    respond,
};
use crate::{Data, client_id::ClientId};

/// A handshake that was agreed to: send the response, then wait for the socket.
pub(super) struct Accepted<D> {
    pub(super) response: Response<Bytes>,
    pub(super) upgrade: OnUpgrade,
    pub(super) id: ClientId,
    pub(super) data: D,
}

/// Whether a request asks for a WebSocket.
pub(super) fn is_upgrade(request: &Parts) -> bool {
    request.headers.get(UPGRADE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Agrees to a handshake, or gives the response that refuses it.
#[allow(clippy::result_large_err, reason = "both sides are responses of about the same size")]
pub(super) async fn shake<D: Data>(
    shared: &Arc<Shared<D>>,
    mut request: Request<Incoming>,
    peer: SocketAddr,
) -> Result<Accepted<D>, Response<Bytes>> {
    let upgrade = hyper::upgrade::on(&mut request);
    let (parts, _) = request.into_parts();
    let mut response = sound(shared, &parts)?;
    let authenticated = shared.authenticate.authenticate(Handshake::new(&parts, peer)).await;
    let data = authenticated.map_err(|Refusal { status, message }| respond::text(status, message))?;
    let id = shared.hub.new_client_id();
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-client-id", value);
    }
    Ok(Accepted { response, upgrade, id, data })
}

/// The answer to a handshake that breaks no rule.
#[allow(clippy::result_large_err, reason = "both sides are responses of the same size")]
fn sound<D>(shared: &Shared<D>, parts: &Parts) -> Result<Response<Bytes>, Response<Bytes>> {
    if shared.path.as_deref().is_some_and(|path| path != parts.uri.path()) {
        return Err(respond::text(StatusCode::NOT_FOUND, "no WebSocket here"));
    }
    if parts.method != Method::GET {
        return Err(respond::text(StatusCode::METHOD_NOT_ALLOWED, "a WebSocket handshake is a GET"));
    }
    if !shared.origins.allows(&parts.headers) {
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
    if let Some(protocol) =
        offered(&parts.headers).next().and_then(|protocol| HeaderValue::from_str(protocol).ok())
    {
        // A browser that offers subprotocols gives up unless one of them is selected.
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    Ok(response)
}
