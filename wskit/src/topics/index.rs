use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, PoisonError, RwLock},
};

use crate::{
    client_id::ClientId,
    outbox::{Outbox, Priority},
    wire::Frame,
};

type Subscribers = HashMap<ClientId, Arc<Outbox>>;
type Shard = HashMap<Box<str>, Subscribers>;

/// Who listens to what in this process. Sharded, so that busy topics do not wait for each other.
pub(crate) struct TopicIndex {
    shards: [RwLock<Shard>; SHARDS],
    hasher: RandomState,
}

const SHARDS: usize = 32;

impl TopicIndex {
    pub(crate) fn new() -> Self {
        Self { shards: std::array::from_fn(|_| RwLock::default()), hasher: RandomState::new() }
    }

    pub(crate) fn insert(&self, topic: &str, client: ClientId, outbox: Arc<Outbox>) {
        let mut shard = self.shard(topic).write().unwrap_or_else(PoisonError::into_inner);
        shard.entry(topic.into()).or_default().insert(client, outbox);
    }

    pub(crate) fn remove(&self, topic: &str, client: ClientId) {
        let mut shard = self.shard(topic).write().unwrap_or_else(PoisonError::into_inner);
        if let Some(subscribers) = shard.get_mut(topic) {
            subscribers.remove(&client);
            if subscribers.is_empty() {
                shard.remove(topic);
            }
        }
    }

    /// Queues a frame for every subscriber but `except` and says how many there were. One that cannot take it is
    /// logged and stops no other.
    pub(crate) fn publish(&self, topic: &str, frame: &Frame, except: Option<ClientId>) -> usize {
        let shard = self.shard(topic).read().unwrap_or_else(PoisonError::into_inner);
        let Some(subscribers) = shard.get(topic) else { return 0 };
        let mut matched = 0;
        for (client, outbox) in subscribers {
            if Some(*client) == except {
                continue;
            }
            matched += 1;
            if let Err(error) = outbox.push(frame.clone(), Priority::Event) {
                tracing::debug!(%client, topic, %error, "a subscriber did not get a message");
            }
        }
        matched
    }

    pub(crate) fn subscribers(&self, topic: &str) -> usize {
        let shard = self.shard(topic).read().unwrap_or_else(PoisonError::into_inner);
        shard.get(topic).map_or(0, HashMap::len)
    }

    fn shard(&self, topic: &str) -> &RwLock<Shard> {
        // The modulus is below SHARDS, which fits any usize.
        #[allow(clippy::cast_possible_truncation, reason = "reduced modulo SHARDS first")]
        let index = (self.hasher.hash_one(topic) % SHARDS as u64) as usize;
        &self.shards[index]
    }
}
