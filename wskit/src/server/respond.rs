//! Answers to requests that are no WebSocket handshake.

use bytes::Bytes;
use http::{Response, StatusCode, header, request::Parts};
use http_body_util::Full;

/// Answers plain HTTP requests on the server's port: a page, a health check.
///
/// Any `Fn(&Parts) -> Response<Bytes>` is one, and so is [`Files`](super::Files). Request bodies are not read.
pub trait HttpHandler: Send + Sync + 'static {
    /// The answer to a request.
    fn handle(&self, request: &Parts) -> Response<Bytes>;
}

impl<F: Fn(&Parts) -> Response<Bytes> + Send + Sync + 'static> HttpHandler for F {
    fn handle(&self, request: &Parts) -> Response<Bytes> {
        self(request)
    }
}

/// A short answer in plain text.
pub(super) fn text(status: StatusCode, text: impl Into<String>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text.into()));
    *response.status_mut() = status;
    let plain = header::HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response
}

/// What a plain request to a WebSocket gets (RFC 9110 section 15.5.22).
pub(crate) fn upgrade_required() -> Response<Bytes> {
    let mut response = text(StatusCode::UPGRADE_REQUIRED, "this is a WebSocket endpoint");
    response.headers_mut().insert(header::UPGRADE, header::HeaderValue::from_static("websocket"));
    response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("upgrade"));
    response
}

pub(super) fn body(response: Response<Bytes>) -> Response<Full<Bytes>> {
    response.map(Full::new)
}
