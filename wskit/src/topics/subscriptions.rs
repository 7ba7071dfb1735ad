//! The topics of one connection, and which of them are about to change.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// The topics a connection is subscribed to, and the operations in flight on them.
pub(crate) struct Subscriptions(Mutex<State>);

struct State {
    /// `None` once the connection is gone.
    topics: Option<BTreeSet<Box<str>>>,
    /// What an operation in flight takes away or brings.
    leaving: BTreeSet<Box<str>>,
    coming: BTreeSet<Box<str>>,
    /// An operation in flight does not know yet what it changes: it may be anything.
    is_whole: bool,
    /// Operations that wait for those.
    waiting: Vec<Waker>,
}

/// Where a connection and a topic stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Subscribed.
    Subscribed,
    /// An operation in flight is about to change it.
    Pending,
    /// Not subscribed.
    Absent,
}

/// The connection is gone.
pub(super) struct Gone;

/// What an operation changes; the topics are its own until it is dropped.
pub(super) struct Claim<'a> {
    own: &'a Subscriptions,
    pub(super) remove: Vec<String>,
    pub(super) add: Vec<String>,
    is_whole: bool,
}

/// What an operation asks for, given the topics there are: what to remove and what to add.
pub(super) type Plan = (Vec<String>, Vec<String>);

impl Subscriptions {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(State {
            topics: Some(BTreeSet::new()),
            leaving: BTreeSet::new(),
            coming: BTreeSet::new(),
            is_whole: false,
            waiting: Vec::new(),
        }))
    }

    /// Waits for the operations in flight on `touched` (all, when it is `None`), then plans, and claims what changes.
    pub(super) async fn claim(
        &self,
        touched: Option<&[String]>,
        plan: impl FnOnce(&BTreeSet<Box<str>>) -> Plan,
    ) -> Result<Claim<'_>, Gone> {
        let mut plan = Some(plan);
        std::future::poll_fn(|cx| {
            let mut state = self.lock();
            if state.topics.is_some() && state.is_busy(touched) {
                return state.wait(cx);
            }
            let (Some(topics), Some(plan)) = (&state.topics, plan.take()) else {
                return Poll::Ready(Err(Gone));
            };
            let (remove, add) = plan(topics);
            state.claim(&remove, &add);
            Poll::Ready(Ok(Claim { own: self, remove, add, is_whole: false }))
        })
        .await
    }

    /// Like [`claim`](Self::claim), for a plan that is not made under the lock because it is the user's: claims everything
    /// until [`narrow`](Claim::narrow) says what it is.
    pub(super) async fn claim_whole(&self) -> Result<(Claim<'_>, BTreeSet<Box<str>>), Gone> {
        std::future::poll_fn(|cx| {
            let mut state = self.lock();
            let Some(topics) = state.topics.clone() else { return Poll::Ready(Err(Gone)) };
            if state.is_busy(None) {
                return state.wait(cx);
            }
            state.is_whole = true;
            let claim = Claim { own: self, remove: Vec::new(), add: Vec::new(), is_whole: true };
            Poll::Ready(Ok((claim, topics)))
        })
        .await
    }

    /// Waits until no operation is in flight.
    pub(super) async fn settled(&self) {
        std::future::poll_fn(|cx| {
            let mut state = self.lock();
            if state.is_busy(None) { state.wait(cx) } else { Poll::Ready(()) }
        })
        .await;
    }

    pub(super) fn status(&self, topic: &str) -> Status {
        let state = self.lock();
        if state.leaving.contains(topic) || state.coming.contains(topic) {
            return Status::Pending;
        }
        let is_subscribed = state.topics.as_ref().is_some_and(|topics| topics.contains(topic));
        if is_subscribed { Status::Subscribed } else { Status::Absent }
    }

    pub(super) fn has(&self, topic: &str) -> bool {
        self.lock().topics.as_ref().is_some_and(|topics| topics.contains(topic))
    }

    pub(super) fn list(&self) -> Vec<String> {
        self.lock().topics.iter().flatten().map(ToString::to_string).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.lock().topics.as_ref().map_or(0, BTreeSet::len)
    }

    /// Ends every subscription for good and says which there were.
    pub(crate) fn end(&self) -> Vec<String> {
        let mut state = self.lock();
        let topics = state.topics.take();
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
        topics.into_iter().flatten().map(Into::into).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_busy(&self, touched: Option<&[String]>) -> bool {
        let is_claimed =
            |topic: &String| self.leaving.contains(topic.as_str()) || self.coming.contains(topic.as_str());
        match touched {
            _ if self.is_whole => true,
            None => !self.leaving.is_empty() || !self.coming.is_empty(),
            Some(touched) => touched.iter().any(is_claimed),
        }
    }

    fn claim(&mut self, remove: &[String], add: &[String]) {
        self.leaving.extend(remove.iter().map(|topic| topic.as_str().into()));
        self.coming.extend(add.iter().map(|topic| topic.as_str().into()));
    }

    fn wait<T>(&mut self, cx: &Context<'_>) -> Poll<T> {
        if !self.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            self.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }
}

impl Claim<'_> {
    pub(super) fn narrow(&mut self, (remove, add): Plan) {
        let mut state = self.own.lock();
        state.claim(&remove, &add);
        state.is_whole = false;
        (self.remove, self.add, self.is_whole) = (remove, add, false);
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// How many topics there will be once this and every other operation in flight is done.
    pub(super) fn len_after(&self) -> usize {
        let state = self.own.lock();
        let there = state.topics.as_ref().map_or(0, BTreeSet::len);
        (there + state.coming.len()).saturating_sub(self.remove.len())
    }

    /// Makes the change, unless the connection is gone. `apply` runs while nobody else can change the topics.
    pub(super) fn commit(self, apply: impl FnOnce(&Self)) -> Result<usize, Gone> {
        let mut state = self.own.lock();
        let topics = state.topics.as_mut().ok_or(Gone)?;
        for topic in &self.remove {
            topics.remove(topic.as_str());
        }
        topics.extend(self.add.iter().map(|topic| topic.as_str().into()));
        let total = topics.len();
        apply(&self);
        drop(state);
        Ok(total)
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut state = self.own.lock();
        state.is_whole &= !self.is_whole;
        for topic in &self.remove {
            state.leaving.remove(topic.as_str());
        }
        for topic in &self.add {
            state.coming.remove(topic.as_str());
        }
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}
