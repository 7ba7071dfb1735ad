use std::{borrow::Cow, collections::HashMap};

use bytes::Bytes;
use http::{Method, Response, StatusCode, header, request::Parts};

use super::{HttpHandler, respond};

/// A handful of files held in memory, so that a server and its page are one binary.
///
/// ```
/// use wskit::server::Files;
///
/// let page = Files::new()
///     .file("/", "text/html; charset=utf-8", b"<script type=module src=app.js></script>")
///     .file("/app.js", "text/javascript; charset=utf-8", b"console.log('hello')");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "files are served once they are given to a server"]
pub struct Files(HashMap<Cow<'static, str>, File>);

#[derive(Clone, Debug)]
struct File {
    content_type: header::HeaderValue,
    bytes: Bytes,
}

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file: the path of the request, its content type, its bytes (`include_bytes!`).
    ///
    /// # Panics
    ///
    /// When the content type cannot stand in a header.
    pub fn file(
        mut self,
        path: impl Into<Cow<'static, str>>,
        content_type: &'static str,
        bytes: &'static [u8],
    ) -> Self {
        let content_type = header::HeaderValue::from_static(content_type);
        self.0.insert(path.into(), File { content_type, bytes: Bytes::from_static(bytes) });
        self
    }
}

impl HttpHandler for Files {
    fn handle(&self, request: &Parts) -> Response<Bytes> {
        let Some(file) = self.0.get(request.uri.path()) else {
            return respond::text(StatusCode::NOT_FOUND, "not found");
        };
        if request.method != Method::GET && request.method != Method::HEAD {
            let mut response = respond::text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
            response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let mut response = Response::new(file.bytes.clone());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, file.content_type.clone());
        // The binary may be replaced at any time, and its page with it.
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
        response
    }
}
