//! Who listens to what, by hand.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::mpsc::UnboundedSender;
use tokio_tungstenite::tungstenite::Utf8Bytes;

type Subscribers = Vec<UnboundedSender<Utf8Bytes>>;

/// The subscribers of each topic, shared by all connections.
#[derive(Clone, Default)]
pub(super) struct Topics(Arc<Mutex<HashMap<String, Subscribers>>>);

impl Topics {
    pub(super) fn subscribe(&self, topic: String, queue: UnboundedSender<Utf8Bytes>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(topic).or_default().push(queue);
    }

    /// Hands a frame to everybody, and forgets those who have gone.
    pub(super) fn publish(&self, topic: &str, frame: &Utf8Bytes) {
        let mut topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(subscribers) = topics.get_mut(topic) {
            subscribers.retain(|queue| queue.send(frame.clone()).is_ok());
        }
    }
}
