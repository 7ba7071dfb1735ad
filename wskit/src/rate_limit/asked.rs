use std::{
    fmt,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll},
};

use super::{Decision, LimiterError};
use crate::maybe_send::{BoxFuture, MaybeSend};

/// What a [`RateLimiter`](super::RateLimiter) gives back when it is asked: a future, which costs no allocation where the
/// answer is there at once.
#[must_use = "nothing is asked until this is awaited"]
pub struct Asked<'a>(When<'a>);

enum When<'a> {
    Now(Ready<Result<Decision, LimiterError>>),
    Later(BoxFuture<'a, Result<Decision, LimiterError>>),
}

impl<'a> Asked<'a> {
    /// An answer that is there already.
    #[inline]
    pub fn now(answer: Result<Decision, LimiterError>) -> Self {
        Self(When::Now(ready(answer)))
    }

    /// An answer that is waited for; `async move { .. }` is what it is made of.
    pub fn later(answer: impl Future<Output = Result<Decision, LimiterError>> + MaybeSend + 'a) -> Self {
        Self(When::Later(Box::pin(answer)))
    }
}

impl Future for Asked<'_> {
    type Output = Result<Decision, LimiterError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            When::Now(answer) => Pin::new(answer).poll(cx),
            When::Later(answer) => answer.as_mut().poll(cx),
        }
    }
}

impl fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            When::Now(_) => "Asked(now)",
            When::Later(_) => "Asked(later)",
        })
    }
}
