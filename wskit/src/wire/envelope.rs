use std::{borrow::Cow, fmt};

use super::{
    meta::MetaIn,
    scan::{Malformed, Quoted, Scanner},
};
use crate::validate::{At, Issues};

/// A frame that has a `type`, borrowed from its text; the payload is not decoded yet.
#[derive(Debug)]
pub(crate) struct Envelope<'a> {
    pub(crate) wire_type: Cow<'a, str>,
    pub(crate) meta: MetaIn<'a>,
    /// Its text; any JSON value.
    pub(crate) payload: Option<&'a str>,
    /// What is wrong with the envelope itself: unknown, doubled or ill-typed keys.
    pub(crate) issues: Issues,
}

/// Why a frame gets no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ignored {
    /// Not JSON, or not an object.
    NotAnObject,
    /// No `type`, or one that is not a string.
    NoType,
}

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ignored::NotAnObject => "not a JSON object",
            Ignored::NoType => "no string `type`",
        })
    }
}

/// Reads the envelope of a frame.
pub(crate) fn parse(text: &str) -> Result<Envelope<'_>, Ignored> {
    let root = Root::read(text).map_err(|Malformed| Ignored::NotAnObject)?;
    let wire_type = root.wire_type.and_then(string).ok_or(Ignored::NoType)?;
    let mut issues = root.issues;
    let meta = root.meta.map_or_else(MetaIn::default, |meta| MetaIn::parse(meta, &mut issues));
    Ok(Envelope { wire_type, meta, payload: root.payload, issues })
}

/// The text that a JSON string stands for, borrowed where nothing in it is escaped; `None` for any other value.
pub(super) fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    unescaped(Quoted { inner, escaped: inner.contains('\\') }).ok()
}

/// The text that a string stands for. One that stands for no text, because half of a surrogate pair is missing, is
/// not JSON here.
fn unescaped(quoted: Quoted<'_>) -> Result<Cow<'_, str>, Malformed> {
    if !quoted.escaped {
        return Ok(Cow::Borrowed(quoted.inner));
    }
    let text = format!("\"{}\"", quoted.inner);
    serde_json::from_str::<String>(&text).map(Cow::Owned).map_err(|_| Malformed)
}

/// Walks through the members of an object.
pub(super) fn members<'a>(
    scanner: &mut Scanner<'a>,
    mut member: impl FnMut(Cow<'a, str>, &'a str),
) -> Result<(), Malformed> {
    scanner.expect(b'{')?;
    if scanner.take(b'}') {
        return Ok(());
    }
    loop {
        let key = unescaped(scanner.key()?)?;
        member(key, scanner.value()?);
        if !scanner.take(b',') {
            return scanner.expect(b'}');
        }
    }
}

#[derive(Default)]
struct Root<'a> {
    wire_type: Option<&'a str>,
    meta: Option<&'a str>,
    payload: Option<&'a str>,
    issues: Issues,
}

impl<'a> Root<'a> {
    fn read(text: &'a str) -> Result<Self, Malformed> {
        let (mut scanner, mut root) = (Scanner::new(text), Self::default());
        members(&mut scanner, |key, value| root.take(&key, value))?;
        scanner.end()?;
        Ok(root)
    }

    fn take(&mut self, key: &str, value: &'a str) {
        let slot = match key {
            "type" => &mut self.wire_type,
            "meta" => &mut self.meta,
            "payload" => &mut self.payload,
            unknown => {
                let message = "is not a key of a frame; there are type, meta and payload";
                self.issues.add(At::root("").key(unknown), "unknown_field", message);
                return;
            }
        };
        if slot.replace(value).is_some() {
            self.issues.add(At::root("").key(key), "duplicate_field", "is there twice");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(String, String)> {
        match parse(text).unwrap().issues.into_result() {
            Ok(()) => Vec::new(),
            Err(invalid) => {
                invalid.issues().iter().map(|issue| (issue.path.clone(), issue.code.to_string())).collect()
            }
        }
    }

    #[test]
    fn a_type_may_be_escaped() {
        assert_eq!(parse(r#"{"type":"A\u0042"}"#).unwrap().wire_type, "AB");
    }

    #[test]
    fn what_is_not_an_envelope_is_ignored() {
        for text in ["", "nonsense", "[]", "1", "null", "\"x\"", "{\"type\":\"A\"", "{\"type\":\"A\"} x"] {
            assert_eq!(parse(text).unwrap_err(), Ignored::NotAnObject, "{text}");
        }
        for text in ["{}", r#"{"type":1}"#, r#"{"type":null}"#, r#"{"payload":{}}"#] {
            assert_eq!(parse(text).unwrap_err(), Ignored::NoType, "{text}");
        }
    }

    #[test]
    fn unknown_and_doubled_keys_are_issues_wherever_they_stand() {
        assert_eq!(
            codes(r#"{"x/y":1,"type":"A","type":"B","payload":1,"payload":2,"meta":{}}"#),
            [
                ("/x~1y".into(), "unknown_field".into()),
                ("/type".into(), "duplicate_field".into()),
                ("/payload".into(), "duplicate_field".into())
            ]
        );
    }

    #[test]
    fn a_payload_of_any_depth_is_only_skimmed() {
        let deep = format!(r#"{{"type":"A","payload":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(&deep).is_ok());
    }
}
