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
    let (mut scanner, mut root) = (Scanner::new(text), Root::default());
    members(&mut scanner, |key, scanner| root.take(key, scanner, &mut |_| None))
        .and_then(|()| scanner.end())
        .map_err(|Malformed| Ignored::NotAnObject)?;
    root.finish()
}

/// A frame of which its type has been read, because it comes first, as most write it.
pub(crate) struct Leading<'a> {
    pub(crate) wire_type: &'a str,
    scanner: Scanner<'a>,
}

/// Reads the type of a frame that begins with it, in letters that stand for themselves.
#[inline]
pub(crate) fn leading(text: &str) -> Option<Leading<'_>> {
    let mut scanner = Scanner::new(text);
    scanner.expect(b'{').ok()?;
    if scanner.key().ok()?.inner != "type" {
        return None;
    }
    let wire_type = scanner.string_value().ok()?.filter(|quoted| !quoted.escaped)?.inner;
    Some(Leading { wire_type, scanner })
}

impl<'a> Leading<'a> {
    /// Reads the rest of the envelope. `payload` may read the payload while it comes by: it is given the text from there on,
    /// and says how long the payload is, or that it could not be read.
    pub(crate) fn rest(
        self,
        payload: &mut dyn FnMut(&'a str) -> Option<usize>,
    ) -> Result<Envelope<'a>, Ignored> {
        let mut scanner = self.scanner;
        let wire_type = Some(Value::String(Cow::Borrowed(self.wire_type)));
        let mut root = Root { wire_type, ..Root::default() };
        more_members(&mut scanner, |key, scanner| root.take(key, scanner, payload))
            .and_then(|()| scanner.end())
            .map_err(|Malformed| Ignored::NotAnObject)?;
        root.finish()
    }
}

/// A value of which only strings matter.
pub(super) enum Value<'a> {
    String(Cow<'a, str>),
    Other,
}

impl<'a> Value<'a> {
    pub(super) fn read(scanner: &mut Scanner<'a>) -> Result<Self, Malformed> {
        match scanner.string_value()? {
            Some(quoted) => unescaped(quoted).map(Self::String),
            None => scanner.value().map(|_| Self::Other),
        }
    }
}

/// The text that a string stands for, borrowed where nothing in it is escaped.
#[inline]
fn unescaped(quoted: Quoted<'_>) -> Result<Cow<'_, str>, Malformed> {
    if quoted.escaped { unescape(quoted.inner).map(Cow::Owned) } else { Ok(Cow::Borrowed(quoted.inner)) }
}

/// One that stands for no text, because half of a surrogate pair is missing, is not JSON here.
#[cold]
fn unescape(inner: &str) -> Result<String, Malformed> {
    serde_json::from_str(&format!("\"{inner}\"")).map_err(|_| Malformed)
}

/// Walks through an object; `member` walks over the value of each key.
#[inline]
pub(super) fn members<'a>(
    scanner: &mut Scanner<'a>,
    mut member: impl FnMut(&str, &mut Scanner<'a>) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    scanner.expect(b'{')?;
    if scanner.take(b'}') {
        return Ok(());
    }
    one_member(scanner, &mut member)?;
    more_members(scanner, member)
}

/// Walks through what comes after a member of an object.
#[inline]
fn more_members<'a>(
    scanner: &mut Scanner<'a>,
    mut member: impl FnMut(&str, &mut Scanner<'a>) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    while scanner.take(b',') {
        one_member(scanner, &mut member)?;
    }
    scanner.expect(b'}')
}

#[inline]
fn one_member<'a>(
    scanner: &mut Scanner<'a>,
    member: &mut impl FnMut(&str, &mut Scanner<'a>) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let key = scanner.key()?;
    if key.escaped { member(&unescape(key.inner)?, scanner) } else { member(key.inner, scanner) }
}

#[derive(Default)]
struct Root<'a> {
    wire_type: Option<Value<'a>>,
    meta: Option<MetaIn<'a>>,
    payload: Option<&'a str>,
    issues: Issues,
}

impl<'a> Root<'a> {
    fn take(
        &mut self,
        key: &str,
        scanner: &mut Scanner<'a>,
        payload: &mut dyn FnMut(&'a str) -> Option<usize>,
    ) -> Result<(), Malformed> {
        match key {
            "type" if self.wire_type.is_none() => self.wire_type = Some(Value::read(scanner)?),
            "meta" if self.meta.is_none() => self.meta = Some(MetaIn::read(scanner, &mut self.issues)?),
            "payload" if self.payload.is_none() => self.payload = Some(scanner.value_read_by(payload)?),
            wrong => {
                let (code, message) = match wrong {
                    "type" | "meta" | "payload" => ("duplicate_field", "is there twice"),
                    _ => ("unknown_field", "is not a key of a frame; there are type, meta and payload"),
                };
                self.issues.add(At::root("").key(wrong), code, message);
                scanner.value()?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Envelope<'a>, Ignored> {
        let Some(Value::String(wire_type)) = self.wire_type else { return Err(Ignored::NoType) };
        let Self { meta, payload, issues, .. } = self;
        Ok(Envelope { wire_type, meta: meta.unwrap_or_default(), payload, issues })
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
