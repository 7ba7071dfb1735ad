//! An adapter that writes down what it is asked, fails when told to, and waits when told to.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    task::{Poll, Waker},
};

use wskit::{
    maybe_send::BoxFuture,
    topics::{AdapterError, Envelope, PubSub, PublishError, Published, Remote},
};

#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    calls: Vec<String>,
    topics: BTreeSet<String>,
    failing: BTreeSet<String>,
    is_held: bool,
    waiting: Vec<Waker>,
    remote: Option<Remote>,
}

impl Recorder {
    /// What was asked since the last call: `+a` subscribes to a, `-a` unsubscribes, `>a` publishes.
    pub(crate) fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().calls)
    }

    /// What the broker would deliver.
    pub(crate) fn topics(&self) -> Vec<String> {
        self.0.lock().unwrap().topics.iter().cloned().collect()
    }

    /// Lets these calls fail, and no others.
    pub(crate) fn fail(&self, calls: &[&str]) {
        self.0.lock().unwrap().failing = calls.iter().map(ToString::to_string).collect();
    }

    /// Keeps every call waiting, or no more.
    pub(crate) fn hold(&self, is_held: bool) {
        let mut state = self.0.lock().unwrap();
        state.is_held = is_held;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Forgets a subscription, as a broker that lost it.
    pub(crate) fn lose(&self, topic: &str) {
        self.0.lock().unwrap().topics.remove(topic);
    }

    pub(crate) fn remote(&self) -> Remote {
        self.0.lock().unwrap().remote.clone().expect("started")
    }

    async fn ask(&self, call: String) -> Result<(), AdapterError> {
        self.0.lock().unwrap().calls.push(call.clone());
        std::future::poll_fn(|cx| {
            let mut state = self.0.lock().unwrap();
            if state.is_held {
                state.waiting.push(cx.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
        let fails = self.0.lock().unwrap().failing.contains(&call);
        if fails { Err(AdapterError::new(format!("{call} fails"))) } else { Ok(()) }
    }
}

impl PubSub for Recorder {
    fn start(&self, remote: Remote) -> Result<(), AdapterError> {
        self.0.lock().unwrap().remote = Some(remote);
        Ok(())
    }

    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>> {
        Box::pin(async move {
            let asked = self.ask(format!(">{}", envelope.topic())).await;
            asked.map(|()| Published::estimate(0)).map_err(|error| PublishError::Adapter(error.into()))
        })
    }

    fn subscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(async move {
            self.ask(format!("+{topic}")).await?;
            self.0.lock().unwrap().topics.insert(topic.to_owned());
            Ok(())
        })
    }

    fn unsubscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(async move {
            self.ask(format!("-{topic}")).await?;
            self.0.lock().unwrap().topics.remove(topic);
            Ok(())
        })
    }

    fn list(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, AdapterError>> {
        Box::pin(std::future::ready(Ok(Some(self.topics()))))
    }
}
