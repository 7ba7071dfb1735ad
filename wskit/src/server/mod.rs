//! The tokio server: HTTP and WebSocket on one port, one task a connection. Feature `server`.
//!
//! ```no_run
//! use wskit::{prelude::*, server::Files};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let router = Router::<()>::new();
//! let page = Files::new().file("/", "text/html; charset=utf-8", b"<h1>Hello</h1>");
//! wskit::serve(router).path("/ws").http(page).bind("127.0.0.1:3000").await?;
//! # Ok(()) }
//! ```

mod accept;
mod authenticate;
mod builder;
mod clock;
mod connections;
mod drive;
mod endpoint;
mod files;
mod handshake;
mod listen;
mod origin;
mod platform;
mod respond;
mod shutdown;
mod tcp;

#[cfg(feature = "axum")]
pub(crate) use endpoint::Endpoint;
#[cfg(feature = "axum")]
pub(crate) use handshake::{Agreed, Arrival, is_upgrade, shake};
#[cfg(feature = "axum")]
pub(crate) use respond::upgrade_required;

pub use authenticate::{Anonymous, Authenticate, Handshake, Refusal};
pub use builder::{ServeError, Server, serve};
pub use files::Files;
pub use platform::TokioPlatform;
pub use respond::HttpHandler;
/// The TLS library of [`Server::tls`], at the version it takes. Feature `rustls`.
#[cfg(feature = "rustls")]
pub use tokio_rustls::rustls;
