use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::envelope::{Key, string};
use crate::validate::{At, Issues};

/// The `meta` of a frame that came in, reserved keys gone.
#[derive(Debug, Default)]
pub(crate) struct MetaIn<'a> {
    pub(crate) correlation_id: Option<Cow<'a, str>>,
    /// How long the client is willing to wait for an answer, in milliseconds.
    pub(crate) timeout_ms: Option<u64>,
    /// Everything else, for the message to make sense of.
    pub(crate) declared: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// The server's own; stripped before validation, so that a client cannot pretend.
const RESERVED: [&str; 2] = ["clientId", "receivedAt"];

impl<'a> MetaIn<'a> {
    /// Reads `meta`; null is the same as none.
    pub(super) fn parse(raw: &'a RawValue, issues: &mut Issues) -> Self {
        let at = At::root("meta");
        let Ok(entries) = serde_json::from_str::<Entries<'a>>(raw.get()) else {
            if raw.get() != "null" {
                issues.add(at, "type", "must be an object");
            }
            return Self::default();
        };
        let mut meta = Self::default();
        let mut timestamp_seen = false;
        for (key, value) in entries.0 {
            let doubled = match &*key {
                "correlationId" => meta.correlation_id.is_some(),
                "timeoutMs" => meta.timeout_ms.is_some(),
                "timestamp" => std::mem::replace(&mut timestamp_seen, true),
                reserved if RESERVED.contains(&reserved) => continue,
                other => meta.declared.iter().any(|(known, _)| known == other),
            };
            if doubled {
                issues.add(at.key(&key), "duplicate_field", "is there twice");
            } else {
                meta.take(key, value, at, issues);
            }
        }
        meta
    }

    fn take(&mut self, key: Cow<'a, str>, value: &'a RawValue, at: At<'_>, issues: &mut Issues) {
        match &*key {
            "correlationId" => {
                self.correlation_id = string(value);
                if self.correlation_id.is_none() {
                    issues.add(at.key(&key), "type", "must be a string");
                }
            }
            "timeoutMs" => {
                self.timeout_ms = serde_json::from_str(value.get()).ok();
                if self.timeout_ms.is_none() {
                    issues.add(at.key(&key), "type", "must be a whole number of milliseconds");
                }
            }
            "timestamp" => {
                if serde_json::from_str::<f64>(value.get()).is_err() {
                    issues.add(at.key(&key), "type", "must be a number of milliseconds");
                }
            }
            _ => self.declared.push((key, value)),
        }
    }
}

struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
                    // A hostile meta cannot make the server hold more keys than any message would declare.
                    if entries.len() < MAX_KEYS {
                        entries.push((key, map.next_value()?));
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

/// Keys beyond this many are not looked at; the first of them already fail as unknown.
const MAX_KEYS: usize = 256;

#[cfg(test)]
mod tests {
    use crate::wire::parse;

    #[test]
    fn reserved_keys_are_gone_however_they_are_spelled() {
        let envelope = parse(
            r#"{"type":"A","meta":{"clientId":"x","received\u0041t":1,"roomId":"r","correlationId":"c","timeoutMs":5}}"#,
        )
        .unwrap();
        assert!(envelope.issues.is_empty());
        assert_eq!(envelope.meta.correlation_id.as_deref(), Some("c"));
        assert_eq!(envelope.meta.timeout_ms, Some(5));
        let keys: Vec<_> = envelope.meta.declared.iter().map(|(key, _)| &**key).collect();
        assert_eq!(keys, ["roomId"]);
    }

    #[test]
    fn null_is_none_and_anything_else_is_an_issue() {
        assert!(parse(r#"{"type":"A","meta":null}"#).unwrap().issues.is_empty());
        for meta in
            ["1", "[]", "\"x\"", r#"{"correlationId":1}"#, r#"{"timestamp":"x"}"#, r#"{"timeoutMs":-1}"#]
        {
            let text = format!(r#"{{"type":"A","meta":{meta}}}"#);
            assert!(!parse(&text).unwrap().issues.is_empty(), "{meta}");
        }
        let doubled = parse(r#"{"type":"A","meta":{"correlationId":"a","correlationId":"b"}}"#).unwrap();
        assert!(!doubled.issues.is_empty());
    }
}
