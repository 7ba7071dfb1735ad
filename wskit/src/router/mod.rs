//! The router: handlers, middleware and hooks, each registered once.

mod at;
mod auth;
mod builder;
mod compose;
mod hooks;
mod layer;
mod register_error;
mod route;

pub use at::RouteBuilder;
pub use auth::AuthPolicy;
pub use builder::Router;
pub(crate) use builder::{Parts, Routes};
pub use compose::OnConflict;
pub use hooks::HandlerError;
pub(crate) use hooks::Hooks;
pub(crate) use layer::{ByItself, ByNothing, Nothing, start};
pub use layer::{Gate, Layer, Middleware, Next, Outcome};
pub use register_error::RegisterError;
pub(crate) use route::{HandlerFuture, Kind, Request, Route, WireName};
