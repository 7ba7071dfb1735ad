use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, RandomState},
    sync::{Arc, PoisonError, RwLock},
};

use super::Member;
use crate::{
    client_id::ClientId,
    outbox::{Outbox, Priority, lend::AHEAD},
    room::give_back,
    wire::Frame,
};

type Shard = HashMap<Box<str>, Subscribers>;

/// Who is subscribed to one topic, in the order of connecting, which their ids sort by. Connections that were made one after
/// another lie side by side, in this process as in the system's sockets, and a publish, which touches them all, is served from
/// memory in that order much faster than in any other. Names are kept apart, so that it does not walk over them.
#[derive(Default)]
struct Subscribers {
    outboxes: BTreeMap<ClientId, Arc<Outbox>>,
    names: BTreeMap<ClientId, Arc<str>>,
}

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

    pub(crate) fn insert(&self, topic: &str, client: ClientId, outbox: Arc<Outbox>, name: Option<Arc<str>>) {
        let mut shard = self.shard(topic).write().unwrap_or_else(PoisonError::into_inner);
        let subscribers = shard.entry(topic.into()).or_default();
        subscribers.outboxes.insert(client, outbox);
        if let Some(name) = name {
            subscribers.names.insert(client, name);
        }
    }

    pub(crate) fn remove(&self, topic: &str, client: ClientId) {
        let mut shard = self.shard(topic).write().unwrap_or_else(PoisonError::into_inner);
        if let Some(subscribers) = shard.get_mut(topic) {
            subscribers.outboxes.remove(&client);
            subscribers.names.remove(&client);
            if subscribers.outboxes.is_empty() {
                shard.remove(topic);
                give_back(&mut shard);
            }
        }
    }

    /// Queues a frame for every subscriber but `except` and says how many there were. One that cannot take it is
    /// logged and stops no other.
    pub(crate) fn publish(&self, topic: &str, frame: &Frame, except: Option<ClientId>) -> usize {
        let shard = self.shard(topic).read().unwrap_or_else(PoisonError::into_inner);
        let Some(subscribers) = shard.get(topic) else { return 0 };
        let mut matched = 0;
        let mut ahead = subscribers.outboxes.values();
        for (number, (client, outbox)) in subscribers.outboxes.iter().enumerate() {
            if number % AHEAD == 0 {
                ahead.by_ref().take(AHEAD).for_each(|outbox| outbox.read_ahead());
            }
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
        shard.get(topic).map_or(0, |subscribers| subscribers.outboxes.len())
    }

    pub(crate) fn has(&self, topic: &str, client: ClientId) -> bool {
        let shard = self.shard(topic).read().unwrap_or_else(PoisonError::into_inner);
        shard.get(topic).is_some_and(|subscribers| subscribers.outboxes.contains_key(&client))
    }

    /// Who is subscribed to a topic, sorted.
    pub(crate) fn members(&self, topic: &str) -> Vec<Member> {
        let shard = self.shard(topic).read().unwrap_or_else(PoisonError::into_inner);
        let Some(Subscribers { outboxes, names }) = shard.get(topic) else { return Vec::new() };
        let member = |client: &ClientId| Member {
            client_id: *client,
            name: names.get(client).map(|name| name.as_ref().to_owned()),
        };
        outboxes.keys().map(member).collect()
    }

    /// Every topic somebody is subscribed to.
    pub(crate) fn topics(&self) -> Vec<String> {
        let names = |shard: &RwLock<Shard>| -> Vec<String> {
            let shard = shard.read().unwrap_or_else(PoisonError::into_inner);
            shard.keys().map(|topic| topic.as_ref().to_owned()).collect()
        };
        self.shards.iter().flat_map(names).collect()
    }

    fn shard(&self, topic: &str) -> &RwLock<Shard> {
        // The modulus is below SHARDS, which fits any usize.
        #[allow(clippy::cast_possible_truncation, reason = "reduced modulo SHARDS first")]
        let index = (self.hasher.hash_one(topic) % SHARDS as u64) as usize;
        &self.shards[index]
    }
}
