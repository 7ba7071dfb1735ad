//! What this instance has told its adapter: a topic is subscribed while a connection here holds it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::lock::{Mutex as AsyncMutex, OwnedMutexGuard};

use super::{AdapterError, PubSub};
use crate::{platform::Platform, room::give_back};

/// The adapter and the topics that connections here hold.
pub(crate) struct Interest {
    pub(crate) adapter: Arc<dyn PubSub>,
    platform: Arc<dyn Platform>,
    topics: Mutex<HashMap<Box<str>, Held>>,
}

#[derive(Default)]
struct Held {
    /// How many connections hold the topic, those that are just about to included.
    holders: usize,
    /// Locked while the adapter is asked about the topic, so that it is asked one thing at a time.
    told: Arc<AsyncMutex<Told>>,
}

/// What the adapter knows of a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Told {
    #[default]
    Unsubscribed,
    Subscribed,
    /// The question was dropped half-way.
    Unknown,
}

type Locked = Vec<(String, OwnedMutexGuard<Told>)>;

impl Interest {
    pub(crate) fn new(adapter: Arc<dyn PubSub>, platform: Arc<dyn Platform>) -> Self {
        Self { adapter, platform, topics: Mutex::default() }
    }

    /// One connection lets some topics go and takes others: tells the adapter what that changes for this instance. The
    /// change counts once it is [kept](Change::keep); dropped before that, at whatever point, it is undone.
    pub(crate) async fn change(
        self: &Arc<Self>,
        remove: &[String],
        add: &[String],
    ) -> Result<Change, AdapterError> {
        let change = Change::begin(self, remove, add);
        let mut locked = self.lock_all(remove.iter().chain(add)).await;
        self.tell(&mut locked).await?;
        Ok(change)
    }

    /// A connection is gone and with it what it held.
    pub(crate) fn let_go(self: &Arc<Self>, topics: &[String]) {
        self.count(topics, &[]);
        for topic in topics {
            self.adapter.members_changed(topic);
        }
        self.settle_later(topics.to_vec());
    }

    /// Locks in the order of names, so that two changes never wait for each other.
    async fn lock_all<'a>(&self, topics: impl Iterator<Item = &'a String>) -> Locked {
        let sorted: BTreeSet<&String> = topics.collect();
        let mut locked = Vec::with_capacity(sorted.len());
        for topic in sorted {
            let told = self.lock().get(topic.as_str()).map(|held| Arc::clone(&held.told));
            if let Some(told) = told {
                locked.push((topic.clone(), told.lock_owned().await));
            }
        }
        locked
    }

    /// Tells the adapter what it does not know yet about topics that are locked.
    async fn tell(&self, locked: &mut Locked) -> Result<(), AdapterError> {
        let wanted: Vec<Told> = locked.iter().map(|(topic, _)| self.wanted(topic)).collect();
        let stale = |wish: Told| -> Vec<String> {
            let each = locked.iter().zip(&wanted);
            each.filter(|((_, told), wanted)| **wanted == wish && **told != wish)
                .map(|((topic, _), _)| topic.clone())
                .collect()
        };
        let (remove, add) = (stale(Told::Unsubscribed), stale(Told::Subscribed));
        if remove.is_empty() && add.is_empty() {
            return Ok(());
        }
        let before: Vec<Told> = locked.iter().map(|(_, told)| **told).collect();
        set(locked, std::iter::repeat(Told::Unknown));
        let asked = self.ask(&remove, &add).await;
        // A change that fails has changed nothing.
        set(locked, if asked.is_ok() { wanted } else { before });
        asked
    }

    async fn ask(&self, remove: &[String], add: &[String]) -> Result<(), AdapterError> {
        match (remove, add) {
            ([topic], []) => self.adapter.unsubscribe(topic).await,
            ([], [topic]) => self.adapter.subscribe(topic).await,
            _ => self.adapter.replace(remove, add).await,
        }
    }

    fn wanted(&self, topic: &str) -> Told {
        let is_held = self.lock().get(topic).is_some_and(|held| held.holders > 0);
        if is_held { Told::Subscribed } else { Told::Unsubscribed }
    }

    fn count(&self, remove: &[String], add: &[String]) {
        let mut topics = self.lock();
        for topic in remove {
            if let Some(held) = topics.get_mut(topic.as_str()) {
                held.holders = held.holders.saturating_sub(1);
            }
        }
        for topic in add {
            topics.entry(topic.as_str().into()).or_default().holders += 1;
        }
    }

    /// Brings the adapter into line with what is held, beside everything else.
    fn settle_later(self: &Arc<Self>, topics: Vec<String>) {
        let interest = Arc::clone(self);
        self.platform.spawn(Box::pin(async move {
            let mut locked = interest.lock_all(topics.iter()).await;
            let told = interest.tell(&mut locked).await;
            drop(locked);
            if let Err(error) = &told {
                tracing::warn!(%error, "the adapter could not be told which topics are used");
            }
            interest.forget(&topics, told.is_err());
        }));
    }

    /// Forgets topics that nobody holds and nobody asks about. Those the adapter still knows are `lost` when it failed:
    /// they must not pile up here.
    fn forget(&self, gone: &[String], lost: bool) {
        let mut topics = self.lock();
        for topic in gone {
            let idle = |held: &Held| {
                let unknown = || held.told.try_lock().is_some_and(|told| *told == Told::Unsubscribed);
                held.holders == 0 && Arc::strong_count(&held.told) == 1 && (lost || unknown())
            };
            if topics.get(topic.as_str()).is_some_and(idle) {
                topics.remove(topic.as_str());
                give_back(&mut topics);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Held>> {
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn set(locked: &mut Locked, told: impl IntoIterator<Item = Told>) {
    for ((_, known), told) in locked.iter_mut().zip(told) {
        **known = told;
    }
}

/// A change that the adapter has made and that is not yet kept.
pub(crate) struct Change {
    interest: Arc<Interest>,
    removed: Vec<String>,
    added: Vec<String>,
    is_kept: bool,
}

impl Change {
    fn begin(interest: &Arc<Interest>, remove: &[String], add: &[String]) -> Self {
        interest.count(remove, add);
        Self { interest: Arc::clone(interest), removed: remove.to_vec(), added: add.to_vec(), is_kept: false }
    }

    pub(crate) fn keep(mut self) {
        self.is_kept = true;
        for topic in self.removed.iter().chain(&self.added) {
            self.interest.adapter.members_changed(topic);
        }
        self.interest.forget(&self.removed, false);
    }
}

impl Drop for Change {
    fn drop(&mut self) {
        if !self.is_kept {
            self.interest.count(&self.added, &self.removed);
            let mut touched = std::mem::take(&mut self.removed);
            touched.append(&mut self.added);
            self.interest.settle_later(touched);
        }
    }
}
