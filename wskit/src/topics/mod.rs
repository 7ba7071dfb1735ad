//! Topics: who listens to what, and publishing to them, within one process or through an adapter.
//!
//! | to | see |
//! |---|---|
//! | subscribe a connection | [`Topics`], `ctx.topics()` |
//! | publish | [`Connection::publish`](crate::Connection::publish), from anywhere [`Publisher`], less often [`Throttle`] |
//! | give topics types, and say what each carries | [`Topic`], `#[topic]` |
//! | say which topics there are, and for whom | [`TopicPolicy`] |
//! | run several instances | [`PubSub`], [`MemoryPubSub`] |

mod envelope;
mod error;
mod index;
mod interest;
#[cfg(any(feature = "redis", feature = "nats"))]
mod jobs;
#[cfg(feature = "kafka")]
mod kafka;
mod memory;
mod name;
#[cfg(feature = "nats")]
mod nats;
mod operations;
mod policy;
mod presence;
mod publish;
mod publisher;
mod pubsub;
#[cfg(feature = "redis")]
mod redis;
mod remote;
mod set;
mod subscriptions;
mod text;
mod throttle;
mod typed;
mod value;

#[cfg(feature = "redis")]
pub use self::redis::RedisPubSub;
pub use envelope::{Envelope, EnvelopeError, InstanceId};
pub use error::{AdapterError, PublishError, TopicError};
pub(crate) use index::TopicIndex;
pub(crate) use interest::Interest;
#[cfg(feature = "kafka")]
pub use kafka::KafkaPubSub;
pub use memory::MemoryPubSub;
pub(crate) use name::validate_name;
#[cfg(feature = "nats")]
pub use nats::NatsPubSub;
pub use operations::{Changes, Topics, Verified};
pub use policy::{Action, TopicPolicy};
pub use presence::{Member, Presence};
pub use publish::{Capability, Publish, PublishReport, Published};
pub use publisher::Publisher;
pub(crate) use publisher::{Broadcast, Slot};
pub use pubsub::PubSub;
pub(crate) use remote::OnGap;
pub use remote::{Gap, Remote};
pub use set::TopicSet;
pub use subscriptions::Status;
pub(crate) use subscriptions::Subscriptions;
#[doc(hidden)]
pub use text::{Placed, join_topic, split_topic};
pub use throttle::Throttle;
#[doc(hidden)]
pub use typed::ListedIn;
pub use typed::{CarriedBy, IntoTopic, InvalidTopic, Topic};
pub use value::TopicValue;
