use std::future::IntoFuture;

use super::{Action, InvalidTopic, PublishError};
use crate::{
    caught::run_each, connection::Connection, hub::Hub, maybe_send::BoxFuture, message::FromServer,
    send_error::SendError, wire,
};

/// A message on its way to a topic; `.await` publishes it.
#[must_use = "publishes nothing until it is awaited"]
pub struct Publish<'a, D> {
    connection: &'a Connection<D>,
    topic: Result<String, InvalidTopic>,
    wire_type: &'static str,
    frame: Result<wire::Frame, SendError>,
    exclude_self: bool,
}

/// What is known about who a message went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Published {
    /// How many subscribers it went to, as far as [`capability`](Self::capability) says.
    pub matched: Option<usize>,
    /// How far `matched` can be trusted.
    pub capability: Capability,
}

/// A message that was published, for [`on_publish`](crate::Router::on_publish).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishReport<'a> {
    /// The topic it went to.
    pub topic: &'a str,
    /// Its wire type.
    pub wire_type: &'static str,
    /// The size of its frame in bytes.
    pub bytes: usize,
    /// Who it went to.
    pub published: Published,
}

/// How far the number of subscribers that were reached is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// It is exact.
    Exact,
    /// It is an estimate: those of this instance, when the adapter does not count the others.
    Estimate,
    /// It is not known.
    Unknown,
}

impl Published {
    /// So many subscribers, exactly.
    #[must_use]
    pub const fn exact(matched: usize) -> Self {
        Self { matched: Some(matched), capability: Capability::Exact }
    }

    /// About so many subscribers.
    #[must_use]
    pub const fn estimate(matched: usize) -> Self {
        Self { matched: Some(matched), capability: Capability::Estimate }
    }

    /// Nobody knows how many.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { matched: None, capability: Capability::Unknown }
    }

    fn and_here(mut self, here: usize) -> Self {
        self.matched = self.matched.map(|elsewhere| elsewhere + here);
        self
    }
}

impl<'a, D> Publish<'a, D> {
    pub(crate) fn new<M: FromServer<Meta = ()>>(
        connection: &'a Connection<D>,
        topic: Result<String, InvalidTopic>,
        message: &M,
    ) -> Self {
        let frame = wire::event_frame(message, connection.hub().platform.now_ms());
        Self { connection, topic, wire_type: M::TYPE, frame, exclude_self: false }
    }

    /// Leaves out the connection that publishes, also on other instances.
    pub fn exclude_self(mut self) -> Self {
        self.exclude_self = true;
        self
    }
}

impl<D: crate::Data> Publish<'_, D> {
    async fn publish(self) -> Result<Published, PublishError> {
        let (connection, hub) = (self.connection, self.connection.hub());
        let frame = self.frame?;
        let topic = hub.named(self.topic?)?;
        if !hub.policy.allows(Action::Publish, &topic, connection).await {
            return Err(PublishError::Denied { topic });
        }
        let except = self.exclude_self.then(|| connection.client_id());
        let bytes = frame.len();
        let published = hub.publish(&topic, frame, except).await?;
        let report = PublishReport { topic: &topic, wire_type: self.wire_type, bytes, published };
        run_each("on_publish", &hub.hooks.publish, |hook| hook(connection, &report));
        Ok(published)
    }
}

impl<'a, D: crate::Data> IntoFuture for Publish<'a, D> {
    type Output = Result<Published, PublishError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.publish())
    }
}

impl<D> Hub<D> {
    /// The name of a topic as it is used, if it is a sound one.
    pub(crate) fn named(&self, topic: String) -> Result<String, PublishError> {
        let topic = self.policy.normal(topic);
        self.policy.validate(&topic).map_err(PublishError::Name)?;
        Ok(topic)
    }

    /// To subscribers here at once, and then to the adapter, which may lag behind or fail without any of them noticing.
    pub(crate) async fn publish(
        &self,
        topic: &str,
        frame: wire::Frame,
        except: Option<crate::ClientId>,
    ) -> Result<Published, PublishError> {
        let (observed, limit) = (frame.len(), self.limits.max_frame_bytes);
        if observed > limit {
            return Err(PublishError::TooLarge { observed, limit });
        }
        let here = self.topics.publish(topic, &frame, except);
        let Some(interest) = &self.interest else { return Ok(Published::exact(here)) };
        let envelope = super::Envelope { topic, frame, except, origin: self.instance };
        Ok(interest.adapter.publish(&envelope).await?.and_here(here))
    }
}
