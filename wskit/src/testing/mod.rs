//! Test a router without a socket, a runtime or a sleep: frames in, frames out, time by hand.
//!
//! ```
//! use serde_json::json;
//! use wskit::{prelude::*, testing::TestServer};
//!
//! wskit::message!(
//!     #[event]
//!     pub struct Ping;
//!     #[event(from = server)]
//!     pub struct Pong;
//! );
//!
//! async fn ping(ctx: Ctx<Ping>) -> Result<()> {
//!     ctx.send(&Pong)?;
//!     Ok(())
//! }
//!
//! let server = TestServer::new(Router::new().on(ping));
//! let mut alice = server.connect(());
//! alice.text(r#"{"type":"PING"}"#);
//! assert_eq!(alice.frames(), [json!({"type": "PONG", "meta": {"timestamp": server.clock().now_ms()}})]);
//! ```

mod client;
mod clock;
pub mod contract;
mod server;
mod tasks;

pub use client::TestClient;
pub use clock::FakeClock;
pub use server::TestServer;
