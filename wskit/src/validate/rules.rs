//! The constraints of `#[validate(...)]`, each one value that both checks and describes itself.
//!
//! The macros write one such value per constraint; the check at run time and the keyword in the JSON Schema come from
//! the same object, so they cannot drift apart. Every constraint sees through `Option` and `Box`: an absent value keeps
//! it. How they are written is told where [`data`](crate::data) is documented.

mod apply;
mod custom;
mod formats;
mod fragment;
mod inner;
#[cfg(feature = "schema")]
pub(crate) mod keywords;
mod length;
mod pattern;
mod range;
mod unique;

pub use apply::Apply;
pub use custom::{Checks, Custom};
#[cfg(feature = "url")]
pub(crate) use formats::WEB_URL;
pub use formats::{ASCII, EMAIL, Format, IP, IPV4, IPV6, URL};
pub use fragment::Fragment;
pub use inner::{Elements, inner};
pub use length::{Collection, Items, Length, Measure, Unit};
pub use pattern::{Pattern, Text};
pub use range::{Bounded, Number, Range};
pub use unique::{Sequence, Unique};
