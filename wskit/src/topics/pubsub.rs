use super::{AdapterError, Envelope, Member, PublishError, Published, Remote};
use crate::maybe_send::{BoxFuture, MaybeSend, MaybeSync};

/// Carries published messages between instances of a server.
///
/// Subscribers of the own instance never need it: a message reaches them before it is handed to the adapter. So an
/// adapter has two things to do: [`publish`](Self::publish) takes a message to the other instances, and what comes from
/// them goes to the [`Remote`] that [`start`](Self::start) was given. Everything else has a default, which an adapter
/// overrides where its broker differs. `wskit::testing::contract` holds it to all of this.
///
/// What every adapter owes:
///
/// - Once [`subscribe`](Self::subscribe) is done, every message that another instance publishes to the topic arrives,
///   once, until [`unsubscribe`](Self::unsubscribe) is called. One that lags behind may bring a little more.
/// - What one instance publishes to a topic arrives in the order of publishing.
/// - Subscribing twice is subscribing once. Unsubscribing from what is not subscribed changes nothing.
/// - A change that fails has changed nothing.
/// - Each future may be dropped before it is done; asking once more sets right what was left half-way.
#[diagnostic::on_unimplemented(
    message = "`{Self}` carries no topics",
    label = "not an adapter",
    note = "take `MemoryPubSub::new()`, `RedisPubSub::new(url)` (feature `redis`), `NatsPubSub::new(url)` (feature `nats`) or \
            `KafkaPubSub::new(brokers, topic)` (feature `kafka`), or implement `PubSub` for a broker of your own"
)]
pub trait PubSub: MaybeSend + MaybeSync + 'static {
    /// Called once, before everything else: `remote` takes what other instances publish. On tokio the runtime is there,
    /// so a task can be spawned; the work of connecting belongs there.
    ///
    /// # Errors
    ///
    /// When the adapter cannot work at all. A broker that is away is no error.
    fn start(&self, remote: Remote) -> Result<(), AdapterError>;

    /// Takes a message to every other instance that listens, without waiting for a broker that stalls, and says how
    /// many subscribers it has there. The default of an adapter that cannot know is [`Published::unknown`].
    ///
    /// # Errors
    ///
    /// When other instances do not get it.
    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>>;

    /// The first connection of this instance subscribes to a topic. Without it the adapter hands over everything, and
    /// what nobody here listens to is dropped.
    ///
    /// # Errors
    ///
    /// When messages of the topic will not arrive.
    fn subscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        let _ = topic;
        done(Ok(()))
    }

    /// The last connection of this instance has unsubscribed from a topic.
    ///
    /// # Errors
    ///
    /// When messages of the topic may still arrive.
    fn unsubscribe<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        let _ = topic;
        done(Ok(()))
    }

    /// Unsubscribes from some topics and then subscribes to others, all or nothing: the default goes one by one and
    /// undoes what it did, in reverse, when one fails. For a broker that takes many in one message.
    ///
    /// # Errors
    ///
    /// When one cannot be changed; then none is.
    fn replace<'a>(
        &'a self,
        remove: &'a [String],
        add: &'a [String],
    ) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(one_by_one(self, remove, add))
    }

    /// The topics this instance is subscribed to as the adapter knows them; `None` when it does not keep them.
    ///
    /// # Errors
    ///
    /// When the adapter cannot be asked.
    fn list(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, AdapterError>> {
        done(Ok(None))
    }

    /// Somebody has subscribed to a topic or unsubscribed from it; [`Remote::members`] says who is left. For adapters
    /// that tell other instances who is where.
    fn members_changed(&self, topic: &str) {
        let _ = topic;
    }

    /// Who is subscribed to a topic on other instances; `None` when the adapter cannot tell.
    ///
    /// # Errors
    ///
    /// When the adapter cannot be asked.
    fn members<'a>(&'a self, topic: &'a str) -> BoxFuture<'a, Result<Option<Vec<Member>>, AdapterError>> {
        let _ = topic;
        done(Ok(None))
    }

    /// Lets go of what the adapter holds, such as a connection. Nothing is asked of it afterwards, and nothing arrives. May be
    /// called twice.
    fn dispose(&self) -> BoxFuture<'_, ()> {
        done(())
    }
}

fn done<'a, T: MaybeSend + 'a>(value: T) -> BoxFuture<'a, T> {
    Box::pin(std::future::ready(value))
}

async fn one_by_one<A: PubSub + ?Sized>(
    adapter: &A,
    remove: &[String],
    add: &[String],
) -> Result<(), AdapterError> {
    let removals = remove.iter().map(|topic| (topic, false));
    let steps: Vec<_> = removals.chain(add.iter().map(|topic| (topic, true))).collect();
    for (at, &(topic, is_added)) in steps.iter().enumerate() {
        if let Err(error) = step(adapter, topic, is_added).await {
            undo(adapter, &steps[..at]).await;
            return Err(error);
        }
    }
    Ok(())
}

async fn undo<A: PubSub + ?Sized>(adapter: &A, steps: &[(&String, bool)]) {
    for &(topic, was_added) in steps.iter().rev() {
        if let Err(error) = step(adapter, topic, !was_added).await {
            tracing::error!(topic, %error, "a change of subscriptions failed and could not be undone");
        }
    }
}

async fn step<A: PubSub + ?Sized>(adapter: &A, topic: &str, add: bool) -> Result<(), AdapterError> {
    if add { adapter.subscribe(topic).await } else { adapter.unsubscribe(topic).await }
}
