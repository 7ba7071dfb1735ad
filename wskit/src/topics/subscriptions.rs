use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use super::{TopicError, validate_name};
use crate::connection::Connection;

/// The topics of one connection: `ctx.topics()`.
pub struct Topics<'a, D> {
    connection: &'a Connection<D>,
}

/// The topics a connection is subscribed to; `None` once the connection is gone.
pub(crate) type Subscriptions = Mutex<Option<BTreeSet<Box<str>>>>;

impl<'a, D> Topics<'a, D> {
    pub(crate) fn new(connection: &'a Connection<D>) -> Self {
        Self { connection }
    }

    /// Subscribes the connection; does nothing when it already is subscribed.
    ///
    /// # Errors
    ///
    /// When the name is not allowed, the connection has as many topics as it may have, or is closed.
    #[allow(clippy::unused_async, reason = "an adapter that spans machines has to wait here")]
    pub async fn subscribe(&self, topic: impl AsRef<str>) -> Result<(), TopicError> {
        let topic = topic.as_ref();
        let connection = self.connection;
        let mut own = connection.subscriptions().lock().unwrap_or_else(PoisonError::into_inner);
        let own = own.as_mut().ok_or(TopicError::Closed)?;
        if own.contains(topic) {
            return Ok(());
        }
        validate_name(topic).map_err(TopicError::Name)?;
        let limit = connection.hub().limits.max_topics;
        if own.len() >= limit {
            return Err(TopicError::TooMany { limit });
        }
        connection.hub().topics.insert(topic, connection.client_id(), connection.outbox().clone());
        own.insert(topic.into());
        Ok(())
    }

    /// Unsubscribes the connection; does nothing when it is not subscribed.
    ///
    /// # Errors
    ///
    /// None with topics in memory.
    #[allow(clippy::unused_async, reason = "an adapter that spans machines has to wait here")]
    pub async fn unsubscribe(&self, topic: impl AsRef<str>) -> Result<(), TopicError> {
        let topic = topic.as_ref();
        let mut own = self.connection.subscriptions().lock().unwrap_or_else(PoisonError::into_inner);
        if own.as_mut().is_some_and(|own| own.remove(topic)) {
            self.connection.hub().topics.remove(topic, self.connection.client_id());
        }
        Ok(())
    }

    /// The topics the connection is subscribed to, sorted.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        let own = self.connection.subscriptions().lock().unwrap_or_else(PoisonError::into_inner);
        own.iter().flatten().map(ToString::to_string).collect()
    }

    /// Whether the connection is subscribed to a topic.
    #[must_use]
    pub fn has(&self, topic: impl AsRef<str>) -> bool {
        let own = self.connection.subscriptions().lock().unwrap_or_else(PoisonError::into_inner);
        own.as_ref().is_some_and(|own| own.contains(topic.as_ref()))
    }
}
