//! From a raw payload or meta to a validated value, or everything that is wrong with it.

use serde::de::{DeserializeOwned, value::MapDeserializer};
use serde_json::value::RawValue;
use serde_path_to_error::{Path, Segment};

use super::MetaIn;
use crate::{
    message::{Message, Meta},
    validate::{At, Issues, Validate, deferred, push_escaped},
};

/// Decodes and validates the payload of an `M`; whatever is wrong is added to `issues`.
pub(crate) fn decode_payload<M: Message>(payload: Option<&RawValue>, issues: &mut Issues) -> Option<M> {
    let at = At::root("payload");
    let text = match (M::HAS_PAYLOAD, payload) {
        (true, Some(raw)) => raw.get(),
        (false, None) => "null",
        (true, None) => {
            issues.add(at, "missing_field", "is required");
            return None;
        }
        (false, Some(_)) => {
            issues.add(at, "unknown_field", "this message has no payload");
            return None;
        }
    };
    match deferred(|| serde_json::from_str::<M>(text)) {
        Ok(message) => validated(message, at, issues),
        Err(_) => {
            explain::<M, _>(&mut serde_json::Deserializer::from_str(text), "/payload", issues);
            None
        }
    }
}

/// Decodes and validates the keys that a message declares for `meta`.
pub(crate) fn decode_meta<T: Meta>(meta: &MetaIn<'_>, issues: &mut Issues) -> Option<T> {
    let at = At::root("meta");
    if !T::DECLARED {
        for (key, _) in &meta.declared {
            issues.add(at.key(key), "unknown_field", "this message has no such meta key");
        }
        return serde_json::from_str("null").ok();
    }
    let entries = || {
        MapDeserializer::<_, serde_json::Error>::new(
            meta.declared.iter().map(|(key, value)| (key.as_ref(), *value)),
        )
    };
    match deferred(|| T::deserialize(entries())) {
        Ok(value) => validated(value, at, issues),
        Err(_) => {
            explain::<T, _>(entries(), "/meta", issues);
            None
        }
    }
}

fn validated<T: Validate>(value: T, at: At<'_>, issues: &mut Issues) -> Option<T> {
    let mut found = Issues::default();
    value.validate(at, &mut found);
    if found.is_empty() {
        return Some(value);
    }
    issues.extend(found);
    None
}

/// Decodes once more, slowly, to say where and what is wrong. Only a failed decode comes here.
fn explain<'de, T: DeserializeOwned, D>(deserializer: D, root: &str, issues: &mut Issues)
where
    D: serde::Deserializer<'de, Error = serde_json::Error>,
{
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let Err(error) = deferred(|| T::deserialize(tracked)) else { return };
    let message = without_position(&error.to_string());
    let mut path = pointer(root, &track.path());
    let code = match (message.split(' ').next(), quoted(&message)) {
        (Some("missing"), Some(field)) => {
            path.push('/');
            push_escaped(&mut path, field);
            "missing_field"
        }
        (Some("unknown"), Some(name)) if message.starts_with("unknown field") => {
            let key = format!("/{name}");
            if !path.ends_with(&key) {
                path.push('/');
                push_escaped(&mut path, name);
            }
            "unknown_field"
        }
        (Some("duplicate"), _) => "duplicate_field",
        (Some("unknown"), _) => "variant",
        (Some("invalid"), _) => "type",
        _ => "invalid",
    };
    issues.add_path(path, code, message);
}

/// The text between the first pair of backticks.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// A position inside the payload's text means nothing to a client that never saw that text.
fn without_position(message: &str) -> String {
    message.rfind(" at line ").map_or(message, |end| &message[..end]).to_owned()
}

fn pointer(root: &str, path: &Path) -> String {
    let mut pointer = root.to_owned();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                push_escaped(&mut pointer, key);
            }
            Segment::Unknown => {}
        }
    }
    pointer
}
