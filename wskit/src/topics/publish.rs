use std::future::IntoFuture;

use super::{Action, InvalidTopic, PublishError};
use crate::{
    ClientId,
    caught::run_each,
    connection::Connection,
    hub::Hub,
    maybe_send::BoxFuture,
    message::FromServer,
    send_error::SendError,
    wire::{self, Frame},
};

/// A message on its way to a topic; `.await` publishes it.
#[must_use = "publishes nothing until it is awaited"]
pub struct Publish<'a, D> {
    connection: &'a Connection<D>,
    message: ToPublish,
}

/// A message and where it is to go.
pub(crate) struct ToPublish {
    topic: Result<String, InvalidTopic>,
    wire_type: &'static str,
    frame: Result<Frame, SendError>,
    except: Option<ClientId>,
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

/// What became of a message that was to be published, for [`on_publish`](crate::Router::on_publish).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PublishReport<'a> {
    /// The topic, as the [policy](super::TopicPolicy::normalise) writes it; empty where the values of a typed topic make no name.
    pub topic: &'a str,
    /// The wire type of the message.
    pub wire_type: &'static str,
    /// The size of its frame in bytes; 0 when it could not be written.
    pub bytes: usize,
    /// Who it went to, or what went wrong. Where that was the adapter, subscribers of this instance have it all the same.
    pub published: Result<Published, &'a PublishError>,
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
    pub(crate) fn new<M: FromServer>(
        connection: &'a Connection<D>,
        topic: Result<String, InvalidTopic>,
        message: &M,
    ) -> Self {
        let message = ToPublish::new(topic, message, connection.now_ms(), None);
        Self { connection, message }
    }

    /// Leaves out the connection that publishes, also on other instances.
    pub fn exclude_self(mut self) -> Self {
        self.message.except = Some(self.connection.client_id());
        self
    }
}

impl ToPublish {
    pub(crate) fn new<M: FromServer>(
        topic: Result<String, InvalidTopic>,
        message: &M,
        now_ms: u64,
        except: Option<ClientId>,
    ) -> Self {
        Self { topic, wire_type: M::TYPE, frame: wire::event_frame(message, now_ms), except }
    }
}

impl<'a, D: crate::Data> IntoFuture for Publish<'a, D> {
    type Output = Result<Published, PublishError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.connection.hub().publish(Some(self.connection), self.message))
    }
}

impl<D> Hub<D> {
    /// Publishes on behalf of a connection, or of the server itself, and says so to `on_publish`.
    pub(crate) async fn publish(
        &self,
        from: Option<&Connection<D>>,
        message: ToPublish,
    ) -> Result<Published, PublishError> {
        let ToPublish { topic, wire_type, frame, except } = message;
        let topic = topic.map(|topic| self.policy.normal(topic));
        let bytes = frame.as_ref().map_or(0, Frame::len);
        let published = match &topic {
            Ok(topic) => self.allow_and_carry(from, topic, frame, except).await,
            Err(invalid) => Err(invalid.clone().into()),
        };
        let topic = topic.as_deref().unwrap_or_default();
        let report = PublishReport { topic, wire_type, bytes, published: published.as_ref().copied() };
        run_each("on_publish", &self.hooks.publish, |hook| hook(from, &report));
        published
    }

    async fn allow_and_carry(
        &self,
        from: Option<&Connection<D>>,
        topic: &str,
        frame: Result<Frame, SendError>,
        except: Option<ClientId>,
    ) -> Result<Published, PublishError> {
        let frame = frame?;
        self.policy.validate(topic).map_err(PublishError::Name)?;
        if let Some(connection) = from
            && !self.policy.allows(Action::Publish, topic, connection).await
        {
            return Err(PublishError::Denied { topic: topic.to_owned() });
        }
        self.carry(topic, frame, except).await
    }

    /// To subscribers here at once, and then to the adapter, which may lag behind or fail without any of them noticing.
    async fn carry(
        &self,
        topic: &str,
        frame: Frame,
        except: Option<ClientId>,
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
