//! The constraints of `#[validate(...)]`, each one value that both checks and describes itself.
//!
//! The macros write one such value per constraint; the check at run time and the keyword in the JSON Schema come from
//! the same object, so they cannot drift apart.

mod apply;
mod email;
mod length;
mod pattern;
mod range;

pub use apply::Apply;
pub use email::Email;
pub use length::{Length, Measure};
pub use pattern::{Pattern, Text};
pub use range::{Bounded, Range};
