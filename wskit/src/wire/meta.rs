use std::borrow::Cow;

use super::{
    envelope::{Value, members},
    scan::{Malformed, Scanner},
};
use crate::validate::{At, Issues};

/// The `meta` of a frame that came in, reserved keys gone.
#[derive(Debug, Default)]
pub(crate) struct MetaIn<'a> {
    pub(crate) correlation_id: Option<Cow<'a, str>>,
    /// How long the client is willing to wait for an answer, in milliseconds.
    pub(crate) timeout_ms: Option<u64>,
    /// Everything else with the text of its value, for the message to make sense of.
    pub(crate) declared: Vec<(String, &'a str)>,
}

/// The server's own; stripped before validation, so that a client cannot pretend.
const RESERVED: [&str; 2] = ["clientId", "receivedAt"];

impl<'a> MetaIn<'a> {
    /// Reads `meta`; null is the same as none.
    pub(super) fn read(scanner: &mut Scanner<'a>, issues: &mut Issues) -> Result<Self, Malformed> {
        let (mut meta, mut timestamp_seen) = (Self::default(), false);
        if !scanner.is_at(b'{') {
            if scanner.value()? != "null" {
                issues.add(At::root("meta"), "type", "must be an object");
            }
            return Ok(meta);
        }
        members(scanner, |key, scanner| {
            let at = At::root("meta");
            let doubled = match key {
                "correlationId" => meta.correlation_id.is_some(),
                "timeoutMs" => meta.timeout_ms.is_some(),
                "timestamp" => std::mem::replace(&mut timestamp_seen, true),
                reserved if RESERVED.contains(&reserved) => return scanner.value().map(drop),
                other => meta.declared.iter().any(|(known, _)| known == other),
            };
            if doubled {
                issues.add(at.key(key), "duplicate_field", "is there twice");
                return scanner.value().map(drop);
            }
            meta.take(key, scanner, at, issues)
        })?;
        Ok(meta)
    }

    fn take(
        &mut self,
        key: &str,
        scanner: &mut Scanner<'a>,
        at: At<'_>,
        issues: &mut Issues,
    ) -> Result<(), Malformed> {
        match key {
            "correlationId" => match Value::read(scanner)? {
                Value::String(id) => self.correlation_id = Some(id),
                Value::Other => issues.add(at.key(key), "type", "must be a string"),
            },
            "timeoutMs" => {
                self.timeout_ms = serde_json::from_str(scanner.value()?).ok();
                if self.timeout_ms.is_none() {
                    issues.add(at.key(key), "type", "must be a whole number of milliseconds");
                }
            }
            "timestamp" => {
                if serde_json::from_str::<f64>(scanner.value()?).is_err() {
                    issues.add(at.key(key), "type", "must be a number of milliseconds");
                }
            }
            _ => {
                let value = scanner.value()?;
                // A hostile meta cannot make the server hold more keys than any message would declare.
                if self.declared.len() < MAX_KEYS {
                    self.declared.push((key.to_owned(), value));
                }
            }
        }
        Ok(())
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
        let keys: Vec<_> = envelope.meta.declared.iter().map(|(key, _)| key.as_str()).collect();
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
