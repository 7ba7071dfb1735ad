//! Holds a [`PubSub`] to its contract: one function for each promise, and [`pubsub_contract!`](super::pubsub_contract),
//! which makes a test of each.
//!
//! Every function takes `make`, which gives another instance on the same broker each time. Topics have names that no
//! other run uses, so that a broker may be shared. Nothing waits for a time to pass: that a message has not come is known
//! from one that was published after it.

#![allow(
    clippy::missing_panics_doc,
    reason = "each function panics when the promise that it is named after is broken"
)]

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
    task::Poll,
};

use crate::{
    ClientId, Limits,
    maybe_send::BoxFuture,
    outbox::{Outbox, Outgoing},
    topics::{AdapterError, Envelope, InstanceId, PubSub, PublishError, Published, Remote, TopicIndex},
};

/// Makes a test of every promise that a [`PubSub`] gives.
///
/// The expression is a closure that gives another instance on the same broker each time it is called; it is written into each
/// test, so each has a broker of its own if the expression makes one. The tests are tokio's, and one that hangs fails after
/// a minute: the crate needs `tokio` with the features `macros`, `rt` and `time`.
///
/// ```
/// mod contract {
///     wskit::testing::contract::pubsub_contract!({
///         let broker = wskit::topics::MemoryPubSub::new();
///         move || broker.clone()
///     });
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __pubsub_contract {
    ($make:expr) => {
        $crate::__pubsub_contract!($make => delivers_to_other_instances carries_every_frame_as_it_is
            keeps_the_order keeps_the_order_of_each_publisher brings_a_message_once_to_everybody
            subscribes_once unsubscribes_for_good sets_right_what_was_left_half_way replaces_its_topics
            undoes_what_fails leaves_out_whom_it_is_told_to leaves_nothing_behind ends_with_its_disposal);
    };
    ($make:expr => $($promise:ident)*) => {
        $(
            #[::tokio::test]
            async fn $promise() {
                let make = $make;
                let kept = $crate::testing::contract::pubsub::$promise(make);
                let kept = ::tokio::time::timeout(::std::time::Duration::from_secs(60), kept);
                kept.await.expect("the adapter keeps its promise within a minute");
            }
        )*
    };
}

/// An adapter, and one client that listens to what it brings.
struct Node<A> {
    adapter: A,
    index: Arc<TopicIndex>,
    outbox: Arc<Outbox>,
    client: ClientId,
    instance: InstanceId,
}

impl<A: PubSub> Node<A> {
    fn start(adapter: A) -> Self {
        let (instance, index) = (InstanceId(unique()), Arc::new(TopicIndex::new()));
        let remote = Remote::new(instance, Arc::clone(&index), Vec::new());
        adapter.start(remote).unwrap_or_else(|error| panic!("the adapter does not start: {error}"));
        Self { adapter, index, outbox: outbox(), client: unique(), instance }
    }

    async fn subscribe(&self, topic: &str) {
        let subscribed = self.adapter.subscribe(topic).await;
        subscribed.unwrap_or_else(|error| panic!("the adapter does not subscribe: {error}"));
        self.listen(topic);
    }

    async fn unsubscribe(&self, topic: &str) {
        self.index.remove(topic, self.client);
        let unsubscribed = self.adapter.unsubscribe(topic).await;
        unsubscribed.unwrap_or_else(|error| panic!("the adapter does not unsubscribe: {error}"));
    }

    fn listen(&self, topic: &str) {
        self.index.insert(topic, self.client, Arc::clone(&self.outbox), None);
    }

    async fn publish(&self, topic: &str, text: &str) -> Published {
        self.publish_except(None, topic, text).await
    }

    async fn publish_except(&self, except: Option<ClientId>, topic: &str, text: &str) -> Published {
        let frame = text.into();
        let envelope = Envelope { topic, frame, except, origin: self.instance };
        let published = self.adapter.publish(&envelope).await;
        published.unwrap_or_else(|error| panic!("the adapter does not publish: {error}"))
    }

    /// The next message that arrives.
    async fn next(&self) -> String {
        next(&self.outbox).await
    }
}

async fn next(outbox: &Outbox) -> String {
    match std::future::poll_fn(|cx| outbox.poll_pop(cx)).await {
        Outgoing::Frame(frame) => frame.as_str().to_owned(),
        Outgoing::Close(_) => unreachable!("nothing closes a connection that is none"),
    }
}

fn outbox() -> Arc<Outbox> {
    let limits = Limits { max_outbound_messages: usize::MAX, ..Limits::default() };
    Arc::new(Outbox::new(&limits))
}

/// An id that no other run has: a broker keeps what earlier ones have left there.
fn unique() -> ClientId {
    let random = || RandomState::new().hash_one(()).to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&random());
    bytes[8..].copy_from_slice(&random());
    ClientId::of(bytes)
}

/// Two instances on one broker, and a topic that nobody else uses.
fn two<A: PubSub>(make: &impl Fn() -> A) -> (Node<A>, Node<A>, String) {
    (Node::start(make()), Node::start(make()), format!("contract:{}", unique()))
}

/// What one instance publishes arrives at every other that listens, and not at itself: its subscribers have it already.
pub async fn delivers_to_other_instances<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    let third = Node::start(make());
    for node in [&here, &there, &third] {
        node.subscribe(&topic).await;
    }
    here.publish(&topic, "from here").await;
    assert_eq!(there.next().await, "from here", "the second instance gets it");
    assert_eq!(third.next().await, "from here", "and the third");
    there.publish(&topic, "from there").await;
    assert_eq!(here.next().await, "from there", "the first gets what others publish and nothing of its own");
    assert_eq!(third.next().await, "from there");
}

/// A frame arrives as the bytes that it is, whatever is in it.
pub async fn carries_every_frame_as_it_is<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    there.subscribe(&topic).await;
    let large = "x".repeat(100_000);
    for text in ["{}", "", "\n", "two\r\nlines\n", "wskit1 - -", "\0", "日本語 \u{1f600}", " ", &large] {
        here.publish(&topic, text).await;
        assert_eq!(there.next().await, text);
    }
}

/// What one instance publishes to a topic arrives in the order of publishing, each once.
pub async fn keeps_the_order<A: PubSub>(make: impl Fn() -> A) {
    const MESSAGES: usize = 2000;
    let (here, there, topic) = two(&make);
    there.subscribe(&topic).await;
    for n in 0..MESSAGES {
        here.publish(&topic, &n.to_string()).await;
    }
    for n in 0..MESSAGES {
        assert_eq!(there.next().await, n.to_string(), "in order, none lost and none twice");
    }
}

/// Of several instances that publish at once, what each publishes arrives in its order, each once.
pub async fn keeps_the_order_of_each_publisher<A: PubSub>(make: impl Fn() -> A) {
    const MESSAGES: usize = 500;
    let (here, there, topic) = two(&make);
    let publishers = [here, Node::start(make()), Node::start(make())];
    there.subscribe(&topic).await;
    let publish = publishers.iter().enumerate().map(async |(index, publisher)| {
        for n in 0..MESSAGES {
            publisher.publish(&topic, &format!("{index} {n}")).await;
        }
    });
    futures_util::future::join_all(publish).await;
    let mut expected = [0; 3];
    for _ in 0..3 * MESSAGES {
        let text = there.next().await;
        let whose = (0..3).find(|index| text == format!("{index} {}", expected[*index]));
        let whose = whose.unwrap_or_else(|| panic!("{text:?} does not come next, but {expected:?} of each"));
        expected[whose] += 1;
    }
}

/// A message comes once to everybody who listens, however many do and whatever else they listen to.
pub async fn brings_a_message_once_to_everybody<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    let other = format!("{topic}:other");
    there.subscribe(&topic).await;
    there.subscribe(&other).await;
    let outboxes = [(); 3].map(|()| outbox());
    for outbox in &outboxes {
        there.index.insert(&topic, unique(), Arc::clone(outbox), None);
    }
    for (topic, text) in [(&topic, "1"), (&other, "2"), (&topic, "3")] {
        here.publish(topic, text).await;
    }
    // Two topics have no order between them.
    let mut heard = [there.next().await, there.next().await, there.next().await];
    heard.sort();
    assert_eq!(heard, ["1", "2", "3"], "who listens to both");
    for outbox in &outboxes {
        assert_eq!([next(outbox).await, next(outbox).await], ["1", "3"], "who listens to one");
        assert_eq!(futures_util::FutureExt::now_or_never(next(outbox)), None, "and nothing else");
    }
}

/// Subscribing twice is subscribing once, and unsubscribing from what is not subscribed changes nothing.
pub async fn subscribes_once<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    there.unsubscribe(&topic).await;
    for _ in 0..2 {
        there.subscribe(&topic).await;
    }
    for text in ["1", "2"] {
        here.publish(&topic, text).await;
    }
    assert_eq!((there.next().await.as_str(), there.next().await.as_str()), ("1", "2"), "each once");
    expect_listed(&there, &topic, true).await;
    there.unsubscribe(&topic).await;
    there.unsubscribe(&topic).await;
    expect_listed(&there, &topic, false).await;
}

/// Nothing comes any more from a topic that was unsubscribed, until it is subscribed again: then everything from there on.
/// Of what was published in between, a broker that keeps a log may still bring what it lags behind with.
pub async fn unsubscribes_for_good<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    let witness = Node::start(make());
    witness.subscribe(&topic).await;
    there.subscribe(&topic).await;
    here.publish(&topic, "heard").await;
    assert_eq!(there.next().await, "heard");
    there.unsubscribe(&topic).await;
    here.publish(&topic, "missed").await;
    assert_eq!((witness.next().await.as_str(), witness.next().await.as_str()), ("heard", "missed"));
    let nothing = futures_util::FutureExt::now_or_never(there.next());
    assert_eq!(nothing, None, "nothing comes while it is not subscribed");
    there.subscribe(&topic).await;
    here.publish(&topic, "heard again").await;
    let mut next = there.next().await;
    if next == "missed" {
        next = there.next().await;
    }
    assert_eq!(next, "heard again", "and nothing else, and nothing twice");
}

/// A change whose future was dropped before it was done, at any point, is set right by the next one.
pub async fn sets_right_what_was_left_half_way<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    let witness = Node::start(make());
    witness.subscribe(&topic).await;
    for polls in 0..3 {
        there.listen(&topic);
        abandon(there.adapter.subscribe(&topic), polls).await;
        there.subscribe(&topic).await;
        expect_listed(&there, &topic, true).await;
        here.publish(&topic, "heard").await;
        assert_eq!((there.next().await.as_str(), witness.next().await.as_str()), ("heard", "heard"));
        abandon(there.adapter.unsubscribe(&topic), polls).await;
        there.unsubscribe(&topic).await;
        expect_listed(&there, &topic, false).await;
    }
}

/// Drops a future after it was polled so often.
async fn abandon<T>(mut future: BoxFuture<'_, T>, polls: usize) {
    for _ in 0..polls {
        let polled = std::future::poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready()));
        if polled.await {
            return;
        }
    }
}

/// `replace` unsubscribes from some topics and subscribes to others.
pub async fn replaces_its_topics<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    let [old, kept, new] = ["old", "kept", "new"].map(|name| format!("{topic}:{name}"));
    for topic in [&old, &kept] {
        there.subscribe(topic).await;
    }
    there.index.remove(&old, there.client);
    let replaced = there.adapter.replace(std::slice::from_ref(&old), std::slice::from_ref(&new)).await;
    replaced.unwrap_or_else(|error| panic!("the adapter does not replace: {error}"));
    there.listen(&new);
    for (topic, is_there) in [(&old, false), (&kept, true), (&new, true)] {
        expect_listed(&there, topic, is_there).await;
    }
    for topic in [&old, &kept, &new] {
        here.publish(topic, topic).await;
    }
    let mut heard = [there.next().await, there.next().await];
    heard.sort();
    assert_eq!(heard, [kept, new], "from what was kept and from what is new");
}

/// A replacement that fails half-way leaves every subscription as it was.
pub async fn undoes_what_fails<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&|| Failing { inner: make(), refused: ":refused" });
    let [old, new, refused] = ["old", "new", "refused"].map(|name| format!("{topic}:{name}"));
    there.subscribe(&old).await;
    there.listen(&new);
    let replaced = there.adapter.replace(std::slice::from_ref(&old), &[new.clone(), refused]).await;
    assert!(replaced.is_err(), "one of the topics is refused");
    expect_listed(&there, &old, true).await;
    expect_listed(&there, &new, false).await;
    here.publish(&old, "still here").await;
    assert_eq!(there.next().await, "still here", "what was removed is back");
}

/// A connection that is left out does not get the message, wherever it is; all others do.
pub async fn leaves_out_whom_it_is_told_to<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    there.subscribe(&topic).await;
    here.publish_except(Some(there.client), &topic, "for others").await;
    here.publish_except(Some(here.client), &topic, "for all but the first").await;
    assert_eq!(there.next().await, "for all but the first");
}

/// What was subscribed by many ways is unsubscribed by as many, and nothing of it is kept.
pub async fn leaves_nothing_behind<A: PubSub>(make: impl Fn() -> A) {
    let (_, there, topic) = two(&make);
    let topics: Vec<String> = (0..20).map(|n| format!("{topic}:{n}")).collect();
    let replace = async |remove: &[String], add: &[String]| {
        let replaced = there.adapter.replace(remove, add).await;
        replaced.unwrap_or_else(|error| panic!("the adapter does not replace: {error}"));
    };
    replace(&[], &topics).await;
    replace(&topics[..10], &[]).await;
    for topic in &topics {
        there.unsubscribe(topic).await;
    }
    for topic in &topics {
        expect_listed(&there, topic, false).await;
    }
}

/// Nothing comes to an adapter that was disposed of, twice if need be, and the others go on.
pub async fn ends_with_its_disposal<A: PubSub>(make: impl Fn() -> A) {
    let (here, there, topic) = two(&make);
    let witness = Node::start(make());
    for node in [&there, &witness] {
        node.subscribe(&topic).await;
    }
    here.publish(&topic, "before").await;
    assert_eq!(there.next().await, "before");
    there.adapter.dispose().await;
    there.adapter.dispose().await;
    here.publish(&topic, "after").await;
    assert_eq!((witness.next().await.as_str(), witness.next().await.as_str()), ("before", "after"));
    let nothing = futures_util::FutureExt::now_or_never(there.next());
    assert_eq!(nothing, None, "nothing comes after the disposal");
}

/// An adapter that keeps a list says what is true.
async fn expect_listed<A: PubSub>(node: &Node<A>, topic: &str, is_there: bool) {
    let listed =
        node.adapter.list().await.unwrap_or_else(|error| panic!("the adapter does not list: {error}"));
    if let Some(listed) = listed {
        let found = listed.iter().filter(|listed| *listed == topic).count();
        assert_eq!(found, usize::from(is_there), "{topic} is listed {found} times");
    }
}

/// An adapter that will not have some topics.
struct Failing<A> {
    inner: A,
    refused: &'static str,
}

impl<A: PubSub> PubSub for Failing<A> {
    fn start(&self, remote: Remote) -> Result<(), AdapterError> {
        self.inner.start(remote)
    }

    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>> {
        self.inner.publish(envelope)
    }

    fn subscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        if topic.ends_with(self.refused) {
            return Box::pin(std::future::ready(Err(AdapterError::new("this topic is refused"))));
        }
        self.inner.subscribe(topic)
    }

    fn unsubscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        self.inner.unsubscribe(topic)
    }

    fn list(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, AdapterError>> {
        self.inner.list()
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        self.inner.dispose()
    }
}
