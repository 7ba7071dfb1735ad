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
    pub(crate) async fn presence(&self, topic: &str) -> Presence {
        let topic = self.policy.normal(topic.to_owned());
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
