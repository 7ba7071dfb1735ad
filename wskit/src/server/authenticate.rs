use std::{borrow::Cow, fmt, net::SocketAddr};

use http::{HeaderMap, StatusCode, Uri, header::SEC_WEBSOCKET_PROTOCOL, request::Parts};

use crate::{
    Data,
    close::Close,
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
};

/// The request that asks for a WebSocket, for [`Server::authenticate`](super::Server::authenticate).
#[derive(Clone)]
#[non_exhaustive]
pub struct Handshake {
    /// The request's path and query.
    pub uri: Uri,
    /// The request's headers.
    pub headers: HeaderMap,
    /// The other end of the TCP connection; a proxy's, if there is one in front. Unspecified (`0.0.0.0:0`) under axum
    /// without its `ConnectInfo`.
    pub peer: SocketAddr,
}

impl fmt::Debug for Handshake {
    /// The path and the peer. Query and headers may hold a token, and logs are no place for that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handshake")
            .field("path", &self.uri.path())
            .field("peer", &self.peer)
            .finish_non_exhaustive()
    }
}

impl Handshake {
    pub(super) fn new(parts: &Parts, peer: SocketAddr) -> Self {
        Self { uri: parts.uri.clone(), headers: parts.headers.clone(), peer }
    }

    /// The token a wskit client attaches: the query parameter `access_token` (percent-decoded), or the subprotocol
    /// `bearer.<token>`. A browser can set no header on a WebSocket, hence these two.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        let query = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        let from_query =
            query.into_iter().find(|(key, _)| key == "access_token").map(|(_, token)| token.into_owned());
        from_query.or_else(|| {
            offered(&self.headers)
                .find_map(|protocol| protocol.strip_prefix("bearer.").map(ToOwned::to_owned))
        })
    }
}

/// The subprotocols a client offers, in its order of preference.
pub(super) fn offered(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(SEC_WEBSOCKET_PROTOCOL).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim).filter(|protocol| !protocol.is_empty())
}

/// A refused handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub(super) Refused);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Status(StatusCode, String),
    Close(Close),
}

impl Refusal {
    /// 401, the usual one.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::status(StatusCode::UNAUTHORIZED, "unauthorized")
    }

    /// Any status of 400 or above, with a text for whoever reads the response.
    #[must_use]
    pub fn status(status: StatusCode, message: impl Into<String>) -> Self {
        Self(Refused::Status(status, message.into()))
    }

    /// Accepts the WebSocket and closes it at once. A page's script can see a close code, and a status it cannot.
    ///
    /// `code` is 1000 to 4999 (an application's own are 4000 to 4999); `reason` is cut to 123 bytes.
    #[must_use]
    pub fn close(code: u16, reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Refused::Close(Close::new(code, reason)))
    }
}

/// Decides who a connection belongs to before it is opened.
///
/// An `async fn(Handshake) -> Result<D, Refusal>` does, and so does the same without `async`; `How` tells the two
/// apart and is never named.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not authenticate connections with the data `{D}`",
    label = "not a function from a `Handshake` to a `Result<{D}, Refusal>`",
    note = "write `async fn check(handshake: Handshake) -> Result<{D}, Refusal>`, or the same without `async`; without \
            `.authenticate(..)`, the data of a connection is its `Default`"
)]
pub trait Authenticate<D, How = ()>: MaybeSend + MaybeSync + 'static {
    /// The data of the connection, or why there will be none.
    fn authenticate(&self, handshake: Handshake) -> BoxFuture<'static, Result<D, Refusal>>;
}

/// Lets everybody in with `D::default()`; what a server does until told otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Anonymous;

impl<D: Data + Unasked> Authenticate<D> for Anonymous {
    fn authenticate(&self, _: Handshake) -> BoxFuture<'static, Result<D, Refusal>> {
        Box::pin(std::future::ready(Ok(D::unasked())))
    }
}

/// The data of a connection that nobody was asked about.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "nothing says which `{Self}` a connection gets",
    label = "no `.authenticate(..)` before this, and `{Self}` has no `Default`",
    note = "call `.authenticate(..)` with an `async fn(Handshake) -> Result<{Self}, Refusal>`, or with the same without \
            `async`; or derive `Default` for `{Self}`, if everybody may connect and starts with the same"
)]
pub trait Unasked {
    /// The data.
    fn unasked() -> Self;
}

// The trait says more than its only impl could: where the data may come from.
#[diagnostic::do_not_recommend]
impl<D: Default> Unasked for D {
    fn unasked() -> Self {
        Self::default()
    }
}

/// The mark of an `async fn`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Async {}

/// The mark of a plain `fn`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Sync {}

impl<D, F, Fut> Authenticate<D, Async> for F
where
    F: Fn(Handshake) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<D, Refusal>> + MaybeSend + 'static,
{
    fn authenticate(&self, handshake: Handshake) -> BoxFuture<'static, Result<D, Refusal>> {
        Box::pin(self(handshake))
    }
}

impl<D, F> Authenticate<D, Sync> for F
where
    D: Data,
    F: Fn(Handshake) -> Result<D, Refusal> + MaybeSend + MaybeSync + 'static,
{
    fn authenticate(&self, handshake: Handshake) -> BoxFuture<'static, Result<D, Refusal>> {
        Box::pin(std::future::ready(self(handshake)))
    }
}

/// [`Authenticate`] without its marks, as a server keeps it.
pub(super) type Authenticator<D> =
    Box<dyn Fn(Handshake) -> BoxFuture<'static, Result<D, Refusal>> + Send + std::marker::Sync>;

#[cfg(test)]
mod tests {
    use super::*;

    fn handshake(uri: &str, protocols: &str) -> Handshake {
        let mut headers = HeaderMap::new();
        headers.insert(SEC_WEBSOCKET_PROTOCOL, protocols.parse().unwrap());
        Handshake { uri: uri.parse().unwrap(), headers, peer: ([127, 0, 0, 1], 1).into() }
    }

    #[test]
    fn a_token_comes_from_the_query_or_a_subprotocol() {
        assert_eq!(handshake("/?x=1&access_token=a%2Fb%20c", "").token().as_deref(), Some("a/b c"));
        assert_eq!(handshake("/", "chat, bearer.t0k").token().as_deref(), Some("t0k"));
        assert_eq!(handshake("/?access_token=%zz%2", "").token().as_deref(), Some("%zz%2"));
        assert_eq!(handshake("/", "chat").token(), None);
    }

    #[test]
    fn a_token_is_not_printed() {
        let printed = format!("{:?}", handshake("/ws?access_token=s3cret", "bearer.s3cret"));
        assert!(printed.contains("/ws") && !printed.contains("s3cret"), "{printed}");
    }
}
