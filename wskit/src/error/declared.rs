//! What a declaration of `#[error]` leaves out, and what its values bring.

use serde::Serialize;
use serde_json::Value;

use super::{Code, ErrorReply, Retryable};
use crate::{
    send_error::SendError,
    validate::{At, Issues},
};

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

/// The reply of a declared error with its details, unless `check` finds something wrong with them.
///
/// # Errors
///
/// What is wrong with them, or why they cannot be written as JSON.
pub fn declared_details(
    reply: ErrorReply,
    details: &impl Serialize,
    check: impl FnOnce(At<'_>, &mut Issues),
) -> Result<ErrorReply, SendError> {
    let mut issues = Issues::default();
    check(At::root("details"), &mut issues);
    issues.into_result()?;
    Ok(match serde_json::to_value(details)? {
        Value::Object(fields) => reply.fields(fields),
        // A variant without fields.
        _ => reply,
    })
}
