//! What generated code names. Not part of the public API; may change with any release.

pub use regex;
pub use serde;
pub use serde_json;

pub use crate::{
    __stub as stub,
    error::{ErrorReply, ErrorSet, Failure, NoError, RpcError},
    message::{Declared, Event, FromClient, FromServer, Message, Meta, NoProgress, Response, Rpc, WireType},
    stub::Unknown,
    unique::assert_unique,
    validate::{At, Invalid, Issues, Validate, check, is_deferred, rules},
};

#[cfg(feature = "schema")]
pub use crate::schema;
#[cfg(feature = "schema")]
pub use schemars::{self, JsonSchema};
#[cfg(feature = "schema")]
pub use ts_rs::{self, TS};
#[cfg(not(feature = "schema"))]
pub use wskit_macros::{NoSchema as JsonSchema, NoSchema as TS};

/// Keeps its input when the feature `schema` is on.
#[cfg(feature = "schema")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_schema {
    ($($item:item)*) => { $($item)* };
}

/// Drops its input when the feature `schema` is off.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_schema {
    ($($item:item)*) => {};
}

pub use crate::__if_schema as if_schema;

use crate::error::{Code, Retryable};

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
