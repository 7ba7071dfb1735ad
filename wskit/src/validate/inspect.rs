//! What is wrong with a JSON value that could not be read as its type: everything, not only the first thing.
//!
//! Reading fails at the first mistake. Only then does this walk through the value, side by side with the type, and read
//! each field on its own: one that can be read is validated, one that cannot is looked into further. The macros write
//! the walk; types that have nothing to say leave it to serde's message.

use std::fmt::Debug;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{At, Issues, Validate, deferred, explain::explain};

/// Looks into a value: [`Validate::inspect`] of some type.
pub type Inspect = fn(&Value, At<'_>, &mut Issues);

/// A value as an object with no keys but these; reports anything else.
pub fn object<'v>(
    value: &'v Value,
    keys: &[&str],
    at: At<'_>,
    issues: &mut Issues,
) -> Option<&'v Map<String, Value>> {
    let Value::Object(object) = value else {
        issues.add(at, "type", format!("must be an object, is {}", kind(value)));
        return None;
    };
    for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
        issues.add(at.key(key), "unknown_field", unknown_field(keys));
    }
    Some(object)
}

/// A field of an object: its names, its own first; whether one of them has to be there; what looks at its value.
pub type Field<'a> = (&'a [&'a str], bool, Inspect);

/// An object with these fields and no other keys but a tag.
pub fn record(value: &Value, tag: Option<&str>, fields: &[Field<'_>], at: At<'_>, issues: &mut Issues) {
    let names = fields.iter().flat_map(|(names, ..)| names.iter().copied());
    let keys: Vec<&str> = tag.into_iter().chain(names).collect();
    let Some(object) = object(value, &keys, at, issues) else { return };
    for (names, required, look) in fields {
        let own = names.first().copied().unwrap_or_default();
        let given = names.iter().copied().find(|name| object.contains_key(*name));
        for name in names.iter().filter(|name| given.is_some_and(|given| given != **name)) {
            if object.contains_key(*name) {
                issues.add(
                    at.key(name),
                    "duplicate_field",
                    format!("says the same as {}", given.unwrap_or(own)),
                );
            }
        }
        match given.and_then(|name| object.get(name)) {
            Some(value) => look(value, at.key(own), issues),
            None if *required => issues.add(at.key(own), "missing_field", "is required"),
            None => {}
        }
    }
}

/// Looks at a value that a function of the user's reads: that it is there is all that can be said.
pub fn anything(_: &Value, _: At<'_>, _: &mut Issues) {}

/// A value that stands alone: checked when it can be read, looked into when it cannot.
pub fn value<T: Validate>(
    value: &Value,
    at: At<'_>,
    issues: &mut Issues,
    inspect: Inspect,
    checks: fn(&T, At<'_>, &mut Issues),
) {
    match deferred(|| T::read(value)) {
        Ok(read) => checks(&read, at, issues),
        Err(_) => {
            let before = issues.count();
            inspect(value, at, issues);
            if issues.count() == before {
                explain::<T, _>(value, &at.pointer(), issues);
            }
        }
    }
}

/// The tag of a tagged enum, if it is one of these; reports a missing or another one.
pub fn tag<'v>(
    value: &'v Value,
    tag: &str,
    names: &[&str],
    at: At<'_>,
    issues: &mut Issues,
) -> Option<&'v str> {
    let Value::Object(object) = value else {
        issues.add(at, "type", format!("must be an object, is {}", kind(value)));
        return None;
    };
    let value = present(object, tag, true, at, issues)?;
    name(value, names, at.key(tag), issues)
}

/// A string that is one of these; reports anything else.
pub fn name<'v>(value: &'v Value, names: &[&str], at: At<'_>, issues: &mut Issues) -> Option<&'v str> {
    match value {
        Value::String(name) if names.contains(&name.as_str()) => return Some(name),
        Value::String(_) => issues.add(at, "variant", format!("must be one of {}", names.join(", "))),
        other => issues.add(at, "type", format!("must be a string, is {}", kind(other))),
    }
    None
}

/// A value as an array of a number of items; reports anything else.
pub fn items<'v>(value: &'v Value, count: usize, at: At<'_>, issues: &mut Issues) -> Option<&'v [Value]> {
    match value {
        Value::Array(items) if items.len() == count => return Some(items),
        Value::Array(items) => {
            issues.add(at, "length", format!("must have exactly {count} items, has {}", items.len()));
        }
        other => issues.add(at, "type", format!("must be an array, is {}", kind(other))),
    }
    None
}

/// `null`, which is all that something without fields can be.
pub fn null(value: &Value, at: At<'_>, issues: &mut Issues) {
    super::look::null(value, at, issues);
}

/// An object without one of its keys.
#[must_use]
pub fn without(value: &Value, key: &str) -> Value {
    let mut value = value.clone();
    if let Value::Object(object) = &mut value {
        object.remove(key);
    }
    value
}

/// The content of a variant that has some; reports that it is missing.
pub fn content<'v>(
    object: &'v Map<String, Value>,
    key: &str,
    at: At<'_>,
    issues: &mut Issues,
) -> Option<&'v Value> {
    present(object, key, true, at, issues)
}

/// Reports content of a variant that has none.
pub fn no_content(object: &Map<String, Value>, key: &str, at: At<'_>, issues: &mut Issues) {
    if object.contains_key(key) {
        issues.add(at.key(key), "unknown_field", "is not expected; this variant has no content");
    }
}

/// A value of a type that wskit knows nothing of: `#[validate(skip)]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent, bound = "T: Serialize + DeserializeOwned")]
pub struct Unseen<T>(pub T);

impl<T> Validate for Unseen<T>
where
    T: Debug + Clone + PartialEq + Serialize + DeserializeOwned + 'static,
{
    type Itself = Self;
    type Wire = T;

    fn validate(&self, _: At<'_>, _: &mut Issues) {}
}

/// A value that is of no variant of an untagged enum: which one was meant cannot be told.
pub fn untagged<T: Validate>(value: &Value, at: At<'_>, issues: &mut Issues) {
    if T::deserialize(value).is_err() {
        issues.add(at, "variant", "is none of the forms that are allowed here");
    }
}

fn present<'v>(
    object: &'v Map<String, Value>,
    key: &str,
    required: bool,
    at: At<'_>,
    issues: &mut Issues,
) -> Option<&'v Value> {
    let found = object.get(key);
    if found.is_none() && required {
        issues.add(at.key(key), "missing_field", "is required");
    }
    found
}

fn unknown_field(keys: &[&str]) -> String {
    match keys {
        [] => "is not expected; no keys are".to_owned(),
        keys => format!("is not expected; there are {}", keys.join(", ")),
    }
}

/// What a JSON value is, with its article.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
