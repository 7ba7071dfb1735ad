//! What a declaration of `#[error]` leaves out.

use super::{Code, ErrorReply, Retryable};

/// The reply of a declared error. What the declaration leaves out, the table of standard codes says; a code of the
/// application's own is not retryable unless it says so.
#[must_use]
pub fn declared_reply(
    code: &'static str,
    retryable: Option<bool>,
    retry_after_ms: Option<u64>,
) -> ErrorReply {
    let mut reply = ErrorReply::new(code);
    if let Some(retryable) = declared_retryable(code, retryable) {
        reply = reply.retryable(retryable);
    }
    match retry_after_ms {
        Some(millis) => reply.retry_after_ms(millis),
        // A standard code's default would contradict "never".
        None if retryable == Some(false) => reply.no_retry_after(),
        None => reply,
    }
}

/// Whether trying again can help after a declared error; `None` where it is not said.
#[must_use]
pub fn declared_retryable(code: &str, retryable: Option<bool>) -> Option<bool> {
    retryable.or_else(|| match Code::from_name(code).map(Code::retryable) {
        Some(Retryable::Yes) => Some(true),
        Some(Retryable::No) | None => Some(false),
        Some(Retryable::Maybe) => None,
    })
}
