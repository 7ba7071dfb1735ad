//! A chat with rooms: the declared messages, the handlers, the page.
//!
//! `protocol.rs` declares every message, `house.rs` is the state, `handlers.rs` joins the two, `page.rs` is what the
//! browser loads, `generate.rs` what of that is generated.

mod generate;
mod handlers;
mod house;
mod page;
pub mod protocol;

pub use generate::generator;
pub use handlers::{Member, router};
pub use house::{House, Settings};
pub use page::page;
