use std::fmt;

use super::ErrorReply;

/// The standard error codes (WS-Kit, "Error codes": gRPC's, for WebSockets).
///
/// | code | retryable | default `retryAfterMs` | when |
/// |---|---|---|---|
/// | `UNAUTHENTICATED` | no | | the token is missing, expired or invalid |
/// | `PERMISSION_DENIED` | no | | the caller is known but may not |
/// | `INVALID_ARGUMENT` | no | | the input breaks a rule |
/// | `FAILED_PRECONDITION` | no | | the state it needs is not there |
/// | `NOT_FOUND` | no | | there is no such thing |
/// | `ALREADY_EXISTS` | no | | there is one already |
/// | `UNIMPLEMENTED` | no | | not supported here |
/// | `CANCELLED` | no | | the caller gave up |
/// | `DEADLINE_EXCEEDED` | yes | 50 | it took too long |
/// | `RESOURCE_EXHAUSTED` | yes | 100 | a limit, quota or buffer is used up |
/// | `UNAVAILABLE` | yes | 100 | something behind it is away for a moment |
/// | `ABORTED` | yes | 50 | a concurrent change got in between |
/// | `INTERNAL` | maybe | 200 | anything unexpected |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// `UNAUTHENTICATED`
    Unauthenticated,
    /// `PERMISSION_DENIED`
    PermissionDenied,
    /// `INVALID_ARGUMENT`
    InvalidArgument,
    /// `FAILED_PRECONDITION`
    FailedPrecondition,
    /// `NOT_FOUND`
    NotFound,
    /// `ALREADY_EXISTS`
    AlreadyExists,
    /// `UNIMPLEMENTED`
    Unimplemented,
    /// `CANCELLED`
    Cancelled,
    /// `DEADLINE_EXCEEDED`
    DeadlineExceeded,
    /// `RESOURCE_EXHAUSTED`
    ResourceExhausted,
    /// `UNAVAILABLE`
    Unavailable,
    /// `ABORTED`
    Aborted,
    /// `INTERNAL`
    Internal,
}

/// Whether trying again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// It can.
    Yes,
    /// It cannot.
    No,
    /// The code alone does not say.
    Maybe,
}

struct Row(Code, &'static str, Retryable, Option<u64>, &'static str);

#[rustfmt::skip]
const TABLE: [Row; 13] = [
    Row(Code::Unauthenticated, "UNAUTHENTICATED", Retryable::No, None, "Auth token missing, expired, or invalid"),
    Row(Code::PermissionDenied, "PERMISSION_DENIED", Retryable::No, None, "Authenticated but lacks rights"),
    Row(Code::InvalidArgument, "INVALID_ARGUMENT", Retryable::No, None, "Input validation or semantic violation"),
    Row(Code::FailedPrecondition, "FAILED_PRECONDITION", Retryable::No, None, "State requirement not met"),
    Row(Code::NotFound, "NOT_FOUND", Retryable::No, None, "Target resource absent"),
    Row(Code::AlreadyExists, "ALREADY_EXISTS", Retryable::No, None, "Uniqueness or idempotency violation"),
    Row(Code::Unimplemented, "UNIMPLEMENTED", Retryable::No, None, "Feature not supported or deployed"),
    Row(Code::Cancelled, "CANCELLED", Retryable::No, None, "Call cancelled"),
    Row(Code::DeadlineExceeded, "DEADLINE_EXCEEDED", Retryable::Yes, Some(50), "RPC timed out"),
    Row(Code::ResourceExhausted, "RESOURCE_EXHAUSTED", Retryable::Yes, Some(100), "Rate limit, quota, or buffer overflow"),
    Row(Code::Unavailable, "UNAVAILABLE", Retryable::Yes, Some(100), "Transient infrastructure error"),
    Row(Code::Aborted, "ABORTED", Retryable::Yes, Some(50), "Concurrency conflict"),
    Row(Code::Internal, "INTERNAL", Retryable::Maybe, Some(200), "Unexpected server error"),
];

impl Code {
    /// Every standard code, in the order of the table above.
    pub const ALL: [Code; 13] = {
        let mut all = [Code::Internal; 13];
        let mut index = 0;
        while index < all.len() {
            all[index] = TABLE[index].0;
            index += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The code on the wire, such as `NOT_FOUND`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// Whether trying again can help.
    #[must_use]
    pub fn retryable(self) -> Retryable {
        self.row().2
    }

    /// How long to wait before trying again, in milliseconds, where the code has a default.
    #[must_use]
    pub fn retry_after_ms(self) -> Option<u64> {
        self.row().3
    }

    /// The message of an error that brings none of its own.
    #[must_use]
    pub fn default_message(self) -> &'static str {
        self.row().4
    }

    /// The standard code of a name, if it is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// An error with this code and a message of your own, which the client sees.
    ///
    /// ```
    /// use wskit::error::Code;
    /// let error = Code::NotFound.with("no such room").detail("roomId", "lobby");
    /// assert_eq!(error.message(), "no such room");
    /// ```
    #[must_use]
    pub fn with(self, message: impl Into<std::borrow::Cow<'static, str>>) -> ErrorReply {
        ErrorReply::from(self).message_text(message)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_at_its_code() {
        for (index, code) in Code::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, index);
            assert_eq!(Code::from_name(code.as_str()), Some(code));
        }
    }
}
