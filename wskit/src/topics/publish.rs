use std::future::IntoFuture;

use super::{PublishError, validate_name};
use crate::{
    caught::run_each, connection::Connection, maybe_send::BoxFuture, message::FromServer,
    send_error::SendError, wire,
};

/// A message on its way to a topic; `.await` publishes it.
#[must_use = "publishes nothing until it is awaited"]
pub struct Publish<'a, D> {
    connection: &'a Connection<D>,
    topic: String,
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
    /// It is an estimate.
    Estimate,
    /// It is not known.
    Unknown,
}

impl<'a, D> Publish<'a, D> {
    pub(crate) fn new<M: FromServer<Meta = ()>>(
        connection: &'a Connection<D>,
        topic: String,
        message: &M,
    ) -> Self {
        let frame = wire::event_frame(message, connection.hub().platform.now_ms());
        Self { connection, topic, wire_type: M::TYPE, frame, exclude_self: false }
    }

    /// Leaves out the connection that publishes.
    pub fn exclude_self(mut self) -> Self {
        self.exclude_self = true;
        self
    }

    fn publish(self) -> Result<Published, PublishError> {
        let hub = self.connection.hub();
        let frame = self.frame?;
        validate_name(&self.topic).map_err(PublishError::Name)?;
        let (bytes, limit) = (frame.len(), hub.limits.max_frame_bytes);
        if bytes > limit {
            return Err(PublishError::TooLarge { observed: bytes, limit });
        }
        let except = self.exclude_self.then(|| self.connection.client_id());
        let matched = hub.topics.publish(&self.topic, &frame, except);
        let published = Published { matched: Some(matched), capability: Capability::Exact };
        let report = PublishReport { topic: &self.topic, wire_type: self.wire_type, bytes, published };
        run_each("on_publish", &hub.hooks.publish, |hook| hook(self.connection, &report));
        Ok(published)
    }
}

impl<'a, D: crate::Data> IntoFuture for Publish<'a, D> {
    type Output = Result<Published, PublishError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(std::future::ready(self.publish()))
    }
}
