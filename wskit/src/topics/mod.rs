//! Topics: who listens to what, and publishing to them.

mod error;
mod index;
mod name;
mod publish;
mod subscriptions;

pub use error::{PublishError, TopicError};
pub(crate) use index::TopicIndex;
pub(crate) use name::validate_name;
pub use publish::{Capability, Publish, PublishReport, Published};
pub(crate) use subscriptions::Subscriptions;
pub use subscriptions::Topics;
