use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::meta::MetaIn;
use crate::validate::{At, Issues};

/// A frame that has a `type`, borrowed from its text; the payload is not decoded yet.
#[derive(Debug)]
pub(crate) struct Envelope<'a> {
    pub(crate) wire_type: Cow<'a, str>,
    pub(crate) meta: MetaIn<'a>,
    pub(crate) payload: Option<&'a RawValue>,
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
    let root: Root<'_> = serde_json::from_str(text).map_err(|_| Ignored::NotAnObject)?;
    let wire_type = root.wire_type.and_then(string).ok_or(Ignored::NoType)?;
    let mut issues = root.issues;
    let meta = root.meta.map_or_else(MetaIn::default, |meta| MetaIn::parse(meta, &mut issues));
    Ok(Envelope { wire_type, meta, payload: root.payload, issues })
}

/// The text of a raw JSON string, borrowed where nothing in it is escaped.
pub(super) fn string(raw: &RawValue) -> Option<Cow<'_, str>> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str::<String>(raw.get()).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

#[derive(Default)]
struct Root<'a> {
    wire_type: Option<&'a RawValue>,
    meta: Option<&'a RawValue>,
    payload: Option<&'a RawValue>,
    issues: Issues,
}

impl<'de: 'a, 'a> Deserialize<'de> for Root<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RootVisitor)
    }
}

struct RootVisitor;

impl<'de> Visitor<'de> for RootVisitor {
    type Value = Root<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the keys type, meta and payload")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut root = Root::default();
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            let slot = match &*key {
                "type" => &mut root.wire_type,
                "meta" => &mut root.meta,
                "payload" => &mut root.payload,
                unknown => {
                    let message = "is not a key of a frame; there are type, meta and payload";
                    root.issues.add(At::root("").key(unknown), "unknown_field", message);
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if slot.is_some() {
                root.issues.add(At::root("").key(&key), "duplicate_field", "is there twice");
                map.next_value::<IgnoredAny>()?;
            } else {
                *slot = Some(map.next_value()?);
            }
        }
        Ok(root)
    }
}

/// An object key, borrowed where nothing in it is escaped.
pub(super) struct Key<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
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
