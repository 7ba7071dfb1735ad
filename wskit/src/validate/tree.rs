//! A payload that could not be read at once, as JSON.
//!
//! What a type's own reading tells apart and JSON Schema does not is settled here: `1.0` is the integer 1. What JSON
//! Schema cannot see is reported: a key that stands twice.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{At, Issues, MAX_SAFE_INTEGER};

/// Reads a text, and reports keys that stand twice.
///
/// # Errors
///
/// A text that is no JSON, and one that is nested too deeply.
pub(super) fn parse(text: &str, at: At<'_>, issues: &mut Issues) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Part { at, issues }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads a value to look into before its type is known; a key that stands twice is an error.
///
/// # Errors
///
/// What the deserializer says, and a key that stands twice.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let mut issues = Issues::default();
    let value = Part { at: At::root(""), issues: &mut issues }.deserialize(deserializer)?;
    issues.into_result().map_err(D::Error::custom)?;
    Ok(value)
}

/// A value inside the text, with its place.
struct Part<'a> {
    at: At<'a>,
    issues: &'a mut Issues,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        whole(value)
            .or_else(|| Number::from_f64(value))
            .map(Value::Number)
            .ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(Part { at: self.at.index(list.len()), issues: self.issues })?
        {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let at = self.at.key(&key);
            if object.contains_key(&key) {
                self.issues.add(at, "duplicate_field", "stands twice");
            }
            let value = entries.next_value_seed(Part { at, issues: self.issues })?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

/// The integer that a number is, if it is one that JavaScript holds exactly.
fn whole(number: f64) -> Option<Number> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the bounds of the integers that a double holds are kept"
    )]
    let integer = number as i64;
    let exact = number.fract() == 0.0 && integer.unsigned_abs() <= MAX_SAFE_INTEGER;
    exact.then(|| integer.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_numbers_are_integers_however_they_are_written() {
        let mut issues = Issues::default();
        let text = r#"[1.0, 1e2, -2.0, 0.5, 1e300, {"a": null, "b": [true, "x", 7]}]"#;
        let value = parse(text, At::root(""), &mut issues).unwrap();
        assert_eq!(value, json!([1, 100, -2, 0.5, 1e300, {"a": null, "b": [true, "x", 7]}]));
        assert!(issues.is_empty());
    }

    #[test]
    fn keys_that_stand_twice_are_reported_with_their_place() {
        let mut issues = Issues::default();
        parse(r#"{"a": [{"b": 1, "b": 2}], "a": 1}"#, At::root("payload"), &mut issues).unwrap();
        let invalid = issues.into_invalid();
        let paths: Vec<_> = invalid.issues().iter().map(|issue| issue.path.as_str()).collect();
        assert_eq!(paths, ["/payload/a/0/b", "/payload/a"]);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(200) + &"]".repeat(200);
        assert!(parse(&deep, At::root(""), &mut Issues::default()).is_err());
    }
}
