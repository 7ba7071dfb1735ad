use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_nats::Client;
use tokio::{sync::Notify, time::Instant};

use super::PublishError;

/// What is known of the connection; shared by the adapter, its task and the client's own.
#[derive(Default)]
pub(super) struct State {
    known: Mutex<Known>,
    regained: Notify,
}

#[derive(Default)]
struct Known {
    /// When the connection was lost, while it is.
    lost_at: Option<Instant>,
    /// When one that is there again was lost, until that is reported.
    gap_since: Option<Instant>,
    client: Option<Client>,
    subscribed: BTreeSet<String>,
}

impl State {
    /// Whether a message of this size can be handed over now.
    pub(super) fn publishable(&self, observed: usize) -> Result<(), PublishError> {
        let known = self.lock();
        if known.lost_at.is_some() {
            return Err(PublishError::Closed);
        }
        let Some(client) = &known.client else { return Ok(()) };
        match client.max_payload() {
            limit if limit > 0 && observed > limit => Err(PublishError::TooLarge { observed, limit }),
            _ => Ok(()),
        }
    }

    pub(super) fn begin(&self, client: Client) {
        self.lock().client = Some(client);
    }

    /// The connection is lost, for good when the adapter has ended.
    pub(super) fn lose(&self) {
        self.lock().lost_at.get_or_insert_with(Instant::now);
    }

    /// The connection is there again.
    pub(super) fn regain(&self) {
        let mut known = self.lock();
        let lost_at = known.lost_at.take();
        known.gap_since = known.gap_since.or(lost_at);
        drop(known);
        self.regained.notify_one();
    }

    /// Since when messages may have been lost, once they are not any more; says so once.
    pub(super) fn take_gap(&self) -> Option<Instant> {
        let mut known = self.lock();
        if known.lost_at.is_some() { None } else { known.gap_since.take() }
    }

    pub(super) fn is_lost(&self) -> bool {
        self.lock().lost_at.is_some()
    }

    /// Ready each time the connection is there again.
    pub(super) async fn regained(&self) {
        self.regained.notified().await;
    }

    pub(super) fn confirm(&self, topic: &str, subscribed: bool) {
        let mut known = self.lock();
        if subscribed {
            known.subscribed.insert(topic.to_owned());
        } else {
            known.subscribed.remove(topic);
        }
    }

    /// What is subscribed; nothing while NATS cannot be reached.
    pub(super) fn confirmed(&self) -> Vec<String> {
        let known = self.lock();
        if known.lost_at.is_some() {
            return Vec::new();
        }
        known.subscribed.iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
