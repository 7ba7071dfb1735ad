use std::time::Duration;

use crate::rate_limit::{Decision, Policy, RateLimiter};

/// Holds a rate limiter to its contract. Call it in a test of the adapter's own.
///
/// `make` gives a limiter whose buckets are all full. `now_ms` is the clock that is handed to it, and `pass` lets time
/// pass on the clock it goes by: a [`FakeClock`](crate::testing::FakeClock) for one in memory, a real wait for one that asks a server.
///
/// ```
/// use std::time::Duration;
/// use wskit::{rate_limit::MemoryRateLimiter, testing::{FakeClock, contract}};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let clock = FakeClock::new();
/// let pass = async |by: Duration| clock.advance(by);
/// contract::rate_limiter(MemoryRateLimiter::new, || clock.now_ms(), pass).await;
/// # });
/// ```
///
/// # Panics
///
/// When the limiter breaks its contract, with what it should have said.
pub async fn rate_limiter<L: RateLimiter>(
    make: impl Fn(Policy) -> L,
    now_ms: impl Fn() -> u64,
    pass: impl AsyncFn(Duration),
) {
    // A token a second is slow enough that a real wait between two questions does not matter.
    let policy = Policy::new(2, 1).unwrap_or_else(|error| panic!("{error}"));
    let limiter = make(policy);
    let ask = async |key: &str, cost: u32| {
        let decision = limiter.consume(key, cost, now_ms()).await;
        decision.unwrap_or_else(|error| panic!("the limiter could not be asked: {error}"))
    };
    assert_eq!(limiter.policy(), policy, "the policy is the one it was made with");

    let taken = |remaining| Decision { allowed: true, remaining, retry_after_ms: None };
    assert_eq!(ask("a", 1).await, taken(1), "a full bucket gives a token");
    assert_eq!(ask("a", 0).await, taken(1), "a cost of nothing takes nothing");
    assert_eq!(ask("a", 1).await, taken(0), "and the last");
    let refused = ask("a", 1).await;
    assert!(!refused.allowed && refused.remaining == 0, "an empty bucket gives none: {refused:?}");
    let wait = refused.retry_after_ms.unwrap_or_default();
    assert!((1..=1000).contains(&wait), "and says when it will, in (0, 1000] ms: {wait}");
    assert!(ask("a", 0).await.allowed, "a cost of nothing passes an empty bucket");
    assert_eq!(ask("b", 2).await, taken(0), "another key has another bucket");

    let beyond = ask("c", 3).await;
    assert!(
        !beyond.allowed && beyond.retry_after_ms.is_none(),
        "more than it holds is never there: {beyond:?}"
    );
    assert_eq!(ask("c", 2).await, taken(0), "and asking for that took nothing");

    pass(Duration::from_millis(wait)).await;
    assert!(ask("a", 1).await.allowed, "the token is there when it was said to be");
    for _ in 0..20 {
        pass(Duration::from_millis(100)).await;
        ask("b", 3).await;
    }
    assert_eq!(ask("b", 2).await, taken(0), "asking often does not keep a bucket from filling");
    limiter.dispose().await;
}
