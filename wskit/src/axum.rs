//! The router as a handler of an [axum](https://docs.rs/axum) application, beside its own routes. Feature `axum`.
//!
//! ```no_run
//! use std::net::SocketAddr;
//! use wskit::prelude::*;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let sockets = wskit::serve(Router::<()>::new()).into_axum()?;
//! let app = axum::Router::new()
//!     .route("/", axum::routing::get(|| async { "hello" }))
//!     .route("/ws", sockets.route());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//! // With the address of each client, which limits per address and `Handshake::peer` need.
//! let app = app.into_make_service_with_connect_info::<SocketAddr>();
//! axum::serve(listener, app).with_graceful_shutdown(async { drop(tokio::signal::ctrl_c().await) }).await?;
//! sockets.shut_down().await;
//! # Ok(()) }
//! ```
//!
//! A handshake is HTTP/1.1. The origin check takes the scheme from `x-forwarded-proto`, else it is `http`: an application
//! that speaks TLS itself names its own origin with [`allow_origin`](crate::server::Server::allow_origin).

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use ::axum::{
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
    routing::{MethodRouter, any},
};
use hyper_util::rt::TokioIo;

use crate::{
    Data,
    server::{Agreed, Arrival, Endpoint, is_upgrade, shake, upgrade_required},
};

/// The WebSockets of an axum application; [`Server::into_axum`](crate::server::Server::into_axum) makes them.
pub struct WebSockets<D> {
    endpoint: Arc<Endpoint<D>>,
}

impl<D: Data> WebSockets<D> {
    pub(crate) fn new(endpoint: Arc<Endpoint<D>>) -> Self {
        Self { endpoint }
    }

    /// The route that takes handshakes: `Router::new().route("/ws", sockets.route())`.
    pub fn route<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        let endpoint = Arc::clone(&self.endpoint);
        any(move |request: Request| answer(Arc::clone(&endpoint), request))
    }

    /// Lets every connection finish what is in flight, closes it with 1001, and returns when all are gone, at the latest
    /// after [`Limits::shutdown_timeout`](crate::Limits::shutdown_timeout). Call it when axum takes no more requests.
    pub async fn shut_down(&self) {
        self.endpoint.shut_down().await;
    }
}

impl<D> Clone for WebSockets<D> {
    fn clone(&self) -> Self {
        Self { endpoint: Arc::clone(&self.endpoint) }
    }
}

impl<D> std::fmt::Debug for WebSockets<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebSockets(..)")
    }
}

async fn answer<D: Data>(endpoint: Arc<Endpoint<D>>, mut request: Request) -> Response {
    let upgrade = hyper::upgrade::on(&mut request);
    let (parts, _) = request.into_parts();
    if !is_upgrade(&parts) {
        return upgrade_required().map(Body::from);
    }
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or_else(|| (Ipv4Addr::UNSPECIFIED, 0).into(), |ConnectInfo(peer)| *peer);
    let Agreed { response, admitted } = match shake(&endpoint, &parts, Arrival { peer, is_tls: false }).await
    {
        Ok(agreed) => agreed,
        Err(refused) => return refused.map(Body::from),
    };
    let leaving = endpoint.leaving();
    tokio::spawn(async move {
        match upgrade.await {
            Ok(upgraded) => endpoint.run(TokioIo::new(upgraded), Vec::new(), admitted, leaving, ()).await,
            Err(error) => tracing::debug!(%peer, %error, "a handshake was not completed"),
        }
    });
    response.map(Body::from)
}
