//! Why a connection ends.

use std::{borrow::Cow, time::Duration};

use crate::error::Code;

/// A close code and reason (RFC 6455 section 7.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// 1000 to 4999; an application's own are 4000 to 4999.
    pub code: u16,
    /// At most 123 bytes of UTF-8; longer ones are cut.
    pub reason: Cow<'static, str>,
}

impl Close {
    /// A close with a code and a reason.
    #[must_use]
    pub fn new(code: u16, reason: impl Into<Cow<'static, str>>) -> Self {
        let mut reason = reason.into();
        if reason.len() > MAX_REASON {
            let end = (0..=MAX_REASON).rev().find(|&end| reason.is_char_boundary(end)).unwrap_or(0);
            reason = reason[..end].to_owned().into();
        }
        Self { code, reason }
    }

    pub(crate) fn slow_reader() -> Self {
        Self::new(1013, "reads too slowly")
    }

    pub(crate) fn too_big() -> Self {
        Self::new(1009, "message too big")
    }

    pub(crate) fn going_away() -> Self {
        Self::new(1001, "server is shutting down")
    }

    pub(crate) fn not_allowed(code: Code) -> Self {
        Self::new(1008, code.as_str())
    }

    #[cfg(feature = "server")]
    pub(crate) fn no_sign_of_life() -> Self {
        Self::new(1001, "no sign of life")
    }

    pub(crate) fn failed_to_open() -> Self {
        Self::new(1011, "failed to open")
    }
}

/// RFC 6455 section 5.5: a control frame holds 125 bytes, two of them the code.
const MAX_REASON: usize = 123;

/// How a connection ended, for `on_close`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Closed {
    /// The close code: the peer's, ours, or 1006 when the connection was lost without one.
    pub code: u16,
    /// The reason that came with it.
    pub reason: Cow<'static, str>,
    /// How long the connection was open.
    pub duration: Duration,
    /// The topics it was subscribed to; it no longer is.
    pub topics: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        let close = Close::new(4000, "é".repeat(100));
        assert_eq!(close.reason.len(), 122);
    }
}
