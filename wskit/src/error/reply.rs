use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use super::{Code, Retryable, sanitize::sanitize};
use crate::validate::{Invalid, Issue};

/// How long a client should wait before it tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many milliseconds.
    Millis(u64),
    /// It never helps under the policy in force; `null` on the wire.
    Never,
}

/// An error as a client sees it: `{code, message, details?, retryable?, retryAfterMs?}`.
///
/// Start from a standard [`Code`] or a code of your own:
///
/// ```
/// use wskit::error::{Code, ErrorReply};
///
/// let standard = Code::Unavailable.with("the archive is being moved").retry_after_ms(5_000);
/// let own = ErrorReply::new("ROOM_FULL").detail("limit", 20).retryable(true);
/// assert_eq!(own.message(), "ROOM_FULL");
/// # let _ = standard;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorReply {
    code: Cow<'static, str>,
    message: Cow<'static, str>,
    details: Map<String, Value>,
    retryable: Option<bool>,
    retry_after: Option<RetryAfter>,
    /// Violations, as `details.issues`. Kept apart because they are the server's own words: the rules that guard details
    /// against leaks do not apply, and a long list must not be dropped.
    issues: Vec<Issue>,
}

impl From<Invalid> for ErrorReply {
    /// `INVALID_ARGUMENT` with `details.issues`.
    fn from(invalid: Invalid) -> Self {
        Self { issues: invalid.into_issues(), ..Code::InvalidArgument.into() }
    }
}

impl From<Code> for ErrorReply {
    fn from(code: Code) -> Self {
        Self {
            code: code.as_str().into(),
            message: code.default_message().into(),
            details: Map::new(),
            retryable: match code.retryable() {
                Retryable::Yes => Some(true),
                Retryable::No => Some(false),
                Retryable::Maybe => None,
            },
            retry_after: code.retry_after_ms().map(RetryAfter::Millis),
            issues: Vec::new(),
        }
    }
}

impl ErrorReply {
    /// An error with a code of the application's own. A standard code's name brings that code's defaults.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        let code = code.into();
        match Code::from_name(&code) {
            Some(standard) => standard.into(),
            None => Self {
                message: code.clone(),
                code,
                details: Map::new(),
                retryable: None,
                retry_after: None,
                issues: Vec::new(),
            },
        }
    }

    /// Replaces the message, which the client sees: never put a secret or an internal cause into it.
    #[must_use]
    pub fn message_text(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = message.into();
        self
    }

    /// Adds one detail. Keys that name secrets (`password`, `token`, ...) are left out on the wire.
    #[must_use]
    pub fn detail(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.details.insert(key.into(), value.into());
        self
    }

    /// Adds the fields of a value that serialises to an object; anything else adds nothing.
    #[must_use]
    pub fn details(self, details: impl Serialize) -> Self {
        match serde_json::to_value(details) {
            Ok(Value::Object(fields)) => self.fields(fields),
            _ => self,
        }
    }

    /// Adds details that are JSON already.
    pub(super) fn fields(mut self, fields: Map<String, Value>) -> Self {
        self.details.extend(fields);
        self
    }

    /// Says whether trying again can help.
    #[must_use]
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.retryable = Some(retryable);
        self
    }

    /// Says after how many milliseconds trying again can help.
    #[must_use]
    pub fn retry_after_ms(mut self, millis: u64) -> Self {
        self.retry_after = Some(RetryAfter::Millis(millis));
        self
    }

    /// Says that trying again never helps under the policy in force: `retryAfterMs` is `null`.
    #[must_use]
    pub fn never_retry(mut self) -> Self {
        self.retry_after = Some(RetryAfter::Never);
        self
    }

    /// Leaves `retryAfterMs` out, whatever the code's default.
    #[must_use]
    pub fn no_retry_after(mut self) -> Self {
        self.retry_after = None;
        self
    }

    /// The code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether it tells what is wrong with a message that came in.
    pub(crate) fn has_issues(&self) -> bool {
        !self.issues.is_empty()
    }

    /// The message on the wire.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Serialize for ErrorReply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut details = sanitize(&self.details);
        if !self.issues.is_empty() {
            let issues = serde_json::to_value(&self.issues).map_err(serde::ser::Error::custom)?;
            details.insert("issues".to_owned(), issues);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("message", &self.message)?;
        if !details.is_empty() {
            map.serialize_entry("details", &details)?;
        }
        if let Some(retryable) = self.retryable {
            map.serialize_entry("retryable", &retryable)?;
        }
        match self.retry_after {
            Some(RetryAfter::Millis(millis)) => map.serialize_entry("retryAfterMs", &millis)?,
            Some(RetryAfter::Never) => map.serialize_entry("retryAfterMs", &())?,
            None => {}
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wire(error: ErrorReply) -> Value {
        serde_json::to_value(error).unwrap()
    }

    #[test]
    fn a_standard_code_brings_its_defaults() {
        assert_eq!(
            wire(Code::Unavailable.into()),
            json!({"code": "UNAVAILABLE", "message": "Transient infrastructure error", "retryable": true, "retryAfterMs": 100})
        );
        assert_eq!(
            wire(ErrorReply::new("NOT_FOUND")),
            json!({"code": "NOT_FOUND", "message": "Target resource absent", "retryable": false})
        );
        assert_eq!(
            wire(Code::Internal.into()),
            json!({"code": "INTERNAL", "message": "Unexpected server error", "retryAfterMs": 200})
        );
    }

    #[test]
    fn a_code_of_ones_own_is_its_own_message() {
        assert_eq!(wire(ErrorReply::new("ROOM_FULL")), json!({"code": "ROOM_FULL", "message": "ROOM_FULL"}));
        assert_eq!(
            wire(ErrorReply::new("X").never_retry()),
            json!({"code": "X", "message": "X", "retryAfterMs": null})
        );
    }
}
