use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use super::{AdapterError, Envelope, InstanceId, Member, PubSub, PublishError, Published, Remote};
use crate::maybe_send::BoxFuture;

/// Topics within one process. One router alone needs no adapter; routers that are given clones of one `MemoryPubSub`
/// hear each other, which is how a test has several instances.
#[derive(Default)]
pub struct MemoryPubSub {
    broker: Arc<Mutex<HashMap<InstanceId, Listener>>>,
    instance: OnceLock<InstanceId>,
}

struct Listener {
    remote: Remote,
    topics: BTreeSet<String>,
}

impl MemoryPubSub {
    /// A broker with nobody on it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn change<T>(&self, change: impl FnOnce(&mut Listener) -> T) -> Result<T, AdapterError> {
        let id = self.instance.get();
        let mut broker = self.lock();
        let listener = id.and_then(|id| broker.get_mut(id));
        listener.map(change).ok_or_else(|| AdapterError::new("the adapter is not started, or is disposed of"))
    }

    /// The other instances, to be called without holding the lock: delivering may wake anything.
    fn others(&self, topic: Option<&str>) -> Vec<Remote> {
        let broker = self.lock();
        let others = broker.iter().filter(|(id, listener)| {
            Some(*id) != self.instance.get() && topic.is_none_or(|topic| listener.topics.contains(topic))
        });
        others.map(|(_, listener)| listener.remote.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<InstanceId, Listener>> {
        self.broker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for MemoryPubSub {
    /// Another instance on the same broker.
    fn clone(&self) -> Self {
        Self { broker: Arc::clone(&self.broker), instance: OnceLock::new() }
    }
}

impl PubSub for MemoryPubSub {
    fn start(&self, remote: Remote) -> Result<(), AdapterError> {
        let id = remote.instance();
        self.instance.set(id).map_err(|_| AdapterError::new("the adapter is started already; clone it"))?;
        self.lock().insert(id, Listener { remote, topics: BTreeSet::new() });
        Ok(())
    }

    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>> {
        Box::pin(async move {
            let others = self.others(Some(envelope.topic()));
            let matched = others.iter().map(|remote| remote.deliver(envelope)).sum();
            Ok(Published::exact(matched))
        })
    }

    fn subscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(async move {
            self.change(|listener| listener.topics.insert(topic.to_owned()))?;
            Ok(())
        })
    }

    fn unsubscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(async move {
            self.change(|listener| listener.topics.remove(topic))?;
            Ok(())
        })
    }

    fn list(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, AdapterError>> {
        Box::pin(async move { self.change(|listener| Some(listener.topics.iter().cloned().collect())) })
    }

    fn members<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<Option<Vec<Member>>, AdapterError>> {
        Box::pin(async move {
            Ok(Some(self.others(None).iter().flat_map(|remote| remote.members(topic)).collect()))
        })
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let Some(id) = self.instance.get() {
                self.lock().remove(id);
            }
        })
    }
}

impl Drop for MemoryPubSub {
    fn drop(&mut self) {
        if let Some(id) = self.instance.get() {
            self.lock().remove(id);
        }
    }
}
