use std::{collections::HashMap, sync::Arc};

use super::{Decision, LimiterError, RateLimiter, key};
use crate::{
    Code, Data, Error, ErrorReply, Gate, Layer, Next, Outcome, Result,
    error::RetryAfter,
    limits::{LimitExceeded, LimitKind},
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
    message::Message,
};

/// Lets only so many messages pass; the rest is answered with `RESOURCE_EXHAUSTED`, and what costs more than a full
/// bucket holds with `FAILED_PRECONDITION`. Each refusal is reported to
/// [`on_limit_exceeded`](crate::Router::on_limit_exceeded).
///
/// A layer of the router, or of one message. Unless told otherwise every message costs one token of a bucket that its
/// connection has for its type. Several may stand in a row, each with a limiter of its own; a message that a later one
/// refuses has paid the earlier ones.
///
/// ```
/// use wskit::{prelude::*, rate_limit::{MemoryRateLimiter, OnFailure, Policy, RateLimit, key}};
///
/// wskit::message!(
///     #[event(from = client)]
///     pub struct Upload { pub text: String }
/// );
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let each_connection = RateLimit::<()>::new(MemoryRateLimiter::new(Policy::new(100, 10)?))
///     .key(key::per_connection)
///     .cost_of::<Upload>(5)
///     .on_failure(OnFailure::Admit);
/// let router = Router::new().layer(each_connection);
/// # Ok(()) }
/// ```
pub struct RateLimit<D> {
    limiter: Arc<dyn RateLimiter>,
    key: Box<dyn OfGate<D, String>>,
    cost: Box<dyn OfGate<D, u32>>,
    costs: HashMap<&'static str, u32>,
    on_failure: OnFailure,
}

/// What becomes of a message whose rate cannot be checked, because what keeps the buckets is away. Either way that is
/// logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnFailure {
    /// It is answered with `UNAVAILABLE`: a limit that cannot be checked is no reason to let everybody in.
    #[default]
    Refuse,
    /// It passes: being reached matters more than the limit.
    Admit,
}

/// `Fn(&Gate<D>) -> T`, shared between threads where there are any.
trait OfGate<D, T>: Fn(&Gate<D>) -> T + MaybeSend + MaybeSync {}
impl<D, T, F: Fn(&Gate<D>) -> T + MaybeSend + MaybeSync> OfGate<D, T> for F {}

impl<D: Data> RateLimit<D> {
    /// A rate limit with buckets where `limiter` keeps them.
    #[must_use]
    pub fn new(limiter: impl RateLimiter) -> Self {
        Self {
            limiter: Arc::new(limiter),
            key: Box::new(key::per_connection_and_type),
            cost: Box::new(|_: &Gate<D>| 1),
            costs: HashMap::new(),
            on_failure: OnFailure::default(),
        }
    }

    /// Says which bucket a message takes from: one of the functions in [`key`], or your own, such as
    /// `|gate| gate.data().tenant.clone()`.
    #[must_use]
    pub fn key(mut self, key: impl Fn(&Gate<D>) -> String + MaybeSend + MaybeSync + 'static) -> Self {
        self.key = Box::new(key);
        self
    }

    /// Says how many tokens a message takes; 0 lets it pass for nothing.
    #[must_use]
    pub fn cost(mut self, cost: impl Fn(&Gate<D>) -> u32 + MaybeSend + MaybeSync + 'static) -> Self {
        self.cost = Box::new(cost);
        self
    }

    /// Says how many tokens one kind of message takes, whatever [`cost`](Self::cost) says; 0 lets it pass for nothing.
    #[must_use]
    pub fn cost_of<M: Message>(mut self, cost: u32) -> Self {
        self.costs.insert(M::TYPE, cost);
        self
    }

    /// Says what becomes of a message when the limiter cannot be asked. [`OnFailure::Refuse`] unless told otherwise.
    #[must_use]
    pub fn on_failure(mut self, on_failure: OnFailure) -> Self {
        self.on_failure = on_failure;
        self
    }
}

impl<D: Data> Layer<D> for RateLimit<D> {
    fn handle(&self, gate: Gate<D>, next: Next<D>) -> BoxFuture<'static, Result<Outcome>> {
        let cost = self.costs.get(gate.wire_type()).copied().unwrap_or_else(|| (self.cost)(&gate));
        if cost == 0 {
            return next.run(gate);
        }
        let key = (self.key)(&gate);
        let (limiter, on_failure) = (Arc::clone(&self.limiter), self.on_failure);
        Box::pin(async move {
            admit(&*limiter, on_failure, &gate, &key, cost).await?;
            next.run(gate).await
        })
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        self.limiter.dispose()
    }
}

/// Takes the tokens, or says why there are none.
async fn admit<D: Data>(
    limiter: &dyn RateLimiter,
    on_failure: OnFailure,
    gate: &Gate<D>,
    key: &str,
    cost: u32,
) -> Result<()> {
    let capacity = limiter.policy().capacity();
    if cost > capacity {
        return Err(refuse(gate, cost, capacity, None, beyond_capacity(cost, capacity)));
    }
    match limiter.consume(key, cost, gate.now_ms()).await {
        Ok(decision) if decision.allowed => Ok(()),
        Ok(decision) => Err(too_many(gate, cost, capacity, decision)),
        Err(error) => unchecked(on_failure, &error),
    }
}

fn unchecked(on_failure: OnFailure, error: &LimiterError) -> Result<()> {
    match on_failure {
        OnFailure::Refuse => {
            tracing::error!(%error, "a message was refused because its rate could not be checked");
            Err(Code::Unavailable.into())
        }
        OnFailure::Admit => {
            tracing::error!(%error, "a message passed although its rate could not be checked");
            Ok(())
        }
    }
}

fn too_many<D: Data>(gate: &Gate<D>, cost: u32, capacity: u32, decision: Decision) -> Error {
    let reply = Code::ResourceExhausted
        .with("Rate limit exceeded")
        .detail("cost", cost)
        .detail("capacity", capacity)
        .detail("remaining", decision.remaining);
    let (reply, retry) = match decision.retry_after_ms {
        Some(millis) => (reply.retry_after_ms(millis), RetryAfter::Millis(millis)),
        None => (reply.never_retry(), RetryAfter::Never),
    };
    refuse(gate, cost, decision.remaining, Some(retry), reply)
}

fn beyond_capacity(cost: u32, capacity: u32) -> ErrorReply {
    Code::FailedPrecondition
        .with("Operation cost exceeds capacity")
        .detail("cost", cost)
        .detail("capacity", capacity)
        .no_retry_after()
}

fn refuse<D: Data>(
    gate: &Gate<D>,
    observed: u32,
    limit: u32,
    retry_after: Option<RetryAfter>,
    reply: ErrorReply,
) -> Error {
    let (observed, limit) = (u64::from(observed), u64::from(limit));
    let kind = LimitKind::Rate;
    gate.exceeded(LimitExceeded { kind, observed, limit, client_id: None, retry_after });
    reply.into()
}
