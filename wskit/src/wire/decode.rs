//! From a raw payload or meta to a validated value, or everything that is wrong with it.

use serde::de::value::MapDeserializer;
use serde_json::{Value, value::RawValue};

use super::MetaIn;
use crate::{
    message::{Message, Meta},
    validate::{At, Issues, deferred, form::Read, read, read_slowly, validated},
};

/// A payload that may have been decoded while the envelope was read, so that its text is walked over once.
#[derive(Default)]
pub(crate) enum InPlace<M> {
    #[default]
    NotTried,
    /// Something is wrong with it; what, is found out in its turn.
    Failed,
    /// Decoded, and not validated yet.
    Decoded(M),
}

impl<M: Message> InPlace<M> {
    /// Decodes the payload with which a text begins; gives its length.
    pub(crate) fn decode(&mut self, text: &str) -> Option<usize> {
        if !M::HAS_PAYLOAD {
            return None;
        }
        *self = Self::Failed;
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Read<M>>();
        let Read(payload) = deferred(|| values.next())?.ok()?;
        *self = Self::Decoded(payload);
        Some(values.byte_offset())
    }
}

/// Decodes and validates the payload of an `M`; whatever is wrong is added to `issues`.
pub(crate) fn decode_payload<M: Message>(
    payload: Option<&str>,
    in_place: InPlace<M>,
    issues: &mut Issues,
) -> Option<M> {
    let at = At::root("payload");
    let text = match (M::HAS_PAYLOAD, payload) {
        (true, Some(text)) => text,
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
    match in_place {
        InPlace::NotTried => read(text, at, issues),
        InPlace::Failed => read_slowly(text, at, issues),
        InPlace::Decoded(payload) => validated(payload, at, issues),
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
            meta.declared.iter().filter_map(|(key, text)| Some((key.as_str(), raw(text)?))),
        )
    };
    match deferred(|| T::deserialize(entries())) {
        Ok(value) => validated(value, at, issues),
        Err(_) => read_slowly(&object(&meta.declared), at, issues),
    }
}

/// A value that is known to be JSON.
fn raw(text: &str) -> Option<&RawValue> {
    serde_json::from_str(text).ok()
}

/// The text of an object with these entries.
fn object(entries: &[(String, &str)]) -> String {
    let entries: Vec<_> =
        entries.iter().map(|(key, value)| format!("{}:{value}", Value::from(key.as_str()))).collect();
    format!("{{{}}}", entries.join(","))
}
