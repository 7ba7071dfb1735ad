use std::{fmt, sync::Arc, time::Duration};

use super::{Envelope, EnvelopeError, InstanceId, Member, TopicIndex};
use crate::{
    caught::run_each,
    maybe_send::{MaybeSend, MaybeSync},
};

/// Where an adapter delivers what other instances publish. Cheap to clone.
#[derive(Clone)]
pub struct Remote {
    inner: Arc<Inner>,
}

struct Inner {
    instance: InstanceId,
    index: Arc<TopicIndex>,
    on_gap: Vec<Box<dyn OnGap>>,
}

/// `Fn(&Gap)`, shared between threads where there are any.
pub(crate) trait OnGap: Fn(&Gap) + MaybeSend + MaybeSync {}
impl<F: Fn(&Gap) + MaybeSend + MaybeSync> OnGap for F {}

/// A time in which messages of other instances may have been lost; those of this one were delivered. Reported when it is
/// over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "adapters make it")]
pub struct Gap {
    /// The adapter, such as `redis`.
    pub adapter: &'static str,
    /// How long it was, from when the adapter noticed to when every topic was subscribed again.
    pub duration: Duration,
}

impl Remote {
    pub(crate) fn new(instance: InstanceId, index: Arc<TopicIndex>, on_gap: Vec<Box<dyn OnGap>>) -> Self {
        Self { inner: Arc::new(Inner { instance, index, on_gap }) }
    }

    /// This instance.
    #[must_use]
    pub fn instance(&self) -> InstanceId {
        self.inner.instance
    }

    /// Delivers what a broker brought: an encoded [`Envelope`]. What this instance has published itself is left alone, its
    /// subscribers have it. Says how many subscribers here got it.
    ///
    /// # Errors
    ///
    /// When it is no envelope. Nothing has to be done about it; it is logged.
    pub fn receive(&self, bytes: &[u8]) -> Result<usize, EnvelopeError> {
        let envelope = Envelope::decode(bytes).inspect_err(|error| {
            tracing::warn!(bytes = bytes.len(), %error, "something else publishes where topics do");
        })?;
        Ok(self.deliver(&envelope))
    }

    /// Like [`receive`](Self::receive), for an adapter within one process.
    #[expect(
        clippy::must_use_candidate,
        reason = "it does something: most adapters have no use for the count"
    )]
    pub fn deliver(&self, envelope: &Envelope<'_>) -> usize {
        if envelope.origin == self.inner.instance {
            return 0;
        }
        self.inner.index.publish(envelope.topic, &envelope.frame, envelope.except)
    }

    /// Says that messages of other instances may have been lost.
    pub fn gap(&self, gap: Gap) {
        let Gap { adapter, duration } = gap;
        tracing::warn!(adapter, ?duration, "messages of other instances may have been lost");
        run_each("on_gap", &self.inner.on_gap, |hook| hook(&gap));
    }

    /// Who is subscribed to a topic here, sorted.
    #[must_use]
    pub fn members(&self, topic: &str) -> Vec<Member> {
        self.inner.index.members(topic)
    }

    /// The topics somebody here is subscribed to.
    #[must_use]
    pub fn topics(&self) -> Vec<String> {
        self.inner.index.topics()
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Remote({})", self.inner.instance)
    }
}
