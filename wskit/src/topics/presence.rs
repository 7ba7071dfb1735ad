use super::{IntoTopic, InvalidTopic};
use crate::{ClientId, hub::Hub};

/// A connection that is subscribed to a topic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(clippy::exhaustive_structs, reason = "adapters make it")]
pub struct Member {
    /// The connection; the client sees the same id in the response header `x-client-id`.
    pub client_id: ClientId,
    /// What [`TopicPolicy::member`](super::TopicPolicy::member) says of it, such as a user's id.
    pub name: Option<String>,
}

/// Who is subscribed to a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Presence {
    /// Sorted by the time of connecting.
    pub members: Vec<Member>,
    /// Whether those of other instances are among them. `false` when the adapter cannot tell, or could not be asked.
    pub is_everywhere: bool,
}

impl<D> Hub<D> {
    /// The name of a topic as it is used, sound or not: nobody is subscribed to one that is not.
    pub(crate) fn normal(&self, topic: impl IntoTopic) -> Result<String, InvalidTopic> {
        Ok(self.policy.normal(topic.into_topic()?))
    }

    /// How many connections of this process are subscribed to a topic.
    pub(crate) fn subscribers(&self, topic: impl IntoTopic) -> usize {
        self.normal(topic).map_or(0, |topic| self.topics.subscribers(&topic))
    }

    pub(crate) async fn presence(&self, topic: Result<String, InvalidTopic>) -> Presence {
        let Ok(topic) = topic else {
            return Presence { members: Vec::new(), is_everywhere: true };
        };
        let mut members = self.topics.members(&topic);
        let Some(interest) = &self.interest else { return Presence { members, is_everywhere: true } };
        let elsewhere = interest.adapter.members(&topic).await.unwrap_or_else(|error| {
            tracing::warn!(topic, %error, "the adapter could not say who is in a topic");
            None
        });
        let is_everywhere = elsewhere.is_some();
        members.extend(elsewhere.into_iter().flatten());
        members.sort_unstable();
        members.dedup();
        Presence { members, is_everywhere }
    }
}
