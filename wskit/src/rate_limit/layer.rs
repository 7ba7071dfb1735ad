use std::sync::Arc;

use super::RateLimiter;
use crate::{
    Code, Data, Error, ErrorReply, Gate, Layer, Next, Outcome, Result,
    error::RetryAfter,
    limits::{LimitExceeded, LimitKind},
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
};

/// Lets only so many messages pass; the rest is answered with `RESOURCE_EXHAUSTED`, and what costs more than a full
/// bucket holds with `FAILED_PRECONDITION`.
///
/// A layer of the router, or of one message. Unless told otherwise every message costs one token of a bucket that its
/// connection has for its type.
pub struct RateLimit<D> {
    limiter: Arc<dyn RateLimiter>,
    key: Box<dyn OfGate<D, String>>,
    cost: Box<dyn OfGate<D, u32>>,
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
            key: Box::new(|gate: &Gate<D>| format!("{}:{}", gate.client_id(), gate.wire_type())),
            cost: Box::new(|_: &Gate<D>| 1),
        }
    }

    /// Says which bucket a message takes from, for instance one for each user: `|gate| gate.data().user.clone()`.
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
}

impl<D: Data> Layer<D> for RateLimit<D> {
    fn handle(&self, gate: Gate<D>, next: Next<D>) -> BoxFuture<'static, Result<Outcome>> {
        let cost = (self.cost)(&gate);
        if cost == 0 {
            return next.run(gate);
        }
        let key = (self.key)(&gate);
        let limiter = Arc::clone(&self.limiter);
        Box::pin(async move {
            admit(&*limiter, &gate, &key, cost).await?;
            next.run(gate).await
        })
    }
}

/// Takes the tokens, or says why there are none.
async fn admit<D: Data>(limiter: &dyn RateLimiter, gate: &Gate<D>, key: &str, cost: u32) -> Result<()> {
    let capacity = limiter.policy().capacity();
    if cost > capacity {
        return Err(refuse(gate, cost, capacity, None, beyond_capacity(cost, capacity)));
    }
    let decision = match limiter.consume(key, cost, gate.now_ms()).await {
        Ok(decision) => decision,
        Err(error) => {
            // A limit that cannot be checked is not a reason to let everybody in.
            tracing::error!(%error, "a message was refused because its rate could not be checked");
            return Err(Code::Unavailable.into());
        }
    };
    if decision.allowed {
        return Ok(());
    }
    let reply = Code::ResourceExhausted
        .with("Rate limit exceeded")
        .detail("cost", cost)
        .detail("capacity", capacity)
        .detail("remaining", decision.remaining);
    let (reply, retry) = match decision.retry_after_ms {
        Some(millis) => (reply.retry_after_ms(millis), RetryAfter::Millis(millis)),
        None => (reply.never_retry(), RetryAfter::Never),
    };
    Err(refuse(gate, cost, decision.remaining, Some(retry), reply))
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
