use std::{collections::HashMap, fmt::Write};

use serde::Serialize;
use serde_json::{Number, Value};

use crate::validate::{At, Issues};

/// `unique`: no two equal items in a list.
///
/// Items are equal as JSON Schema says: 1 and 1.0 are, and two objects with the same entries in another order. What
/// Rust reads as one value is one value too: where an item has an `Option`, absent and null are equal here, while a
/// schema tells them apart.
#[derive(Clone, Copy, Debug)]
pub struct Unique;

/// A list whose items can be compared.
#[diagnostic::on_unimplemented(
    message = "`unique` does not fit a value of type `{Self}`",
    label = "not a list of JSON values",
    note = "`unique` fits Vec and arrays of what serialises, and an Option or Box of these; a set holds each item once by itself"
)]
pub trait Sequence {
    /// What it holds.
    type Item: Serialize;
    /// The items, or none where there is no value.
    fn items(&self) -> &[Self::Item];
}

impl Unique {
    /// Reports the first two items that are equal.
    #[inline]
    pub fn check<T: Sequence + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some((first, second)) = repeated(value.items()) {
            issues.add(
                at,
                "unique",
                format!("must have no equal items, items {first} and {second} are equal"),
            );
        }
    }

    /// Adds the keyword to a schema.
    #[cfg(feature = "schema")]
    pub fn describe<T: Sequence + ?Sized>(&self, schema: &mut schemars::Schema) {
        schema.insert("uniqueItems".to_owned(), true.into());
    }
}

/// Compares by one text for each value, so that the time grows with the list and not with its square.
fn repeated<T: Serialize>(items: &[T]) -> Option<(usize, usize)> {
    if items.len() < 2 {
        return None;
    }
    let mut seen = HashMap::with_capacity(items.len());
    items.iter().enumerate().find_map(|(index, item)| {
        // What does not serialise is reported when it is sent.
        let value = serde_json::to_value(item).ok()?;
        let mut text = String::new();
        spell(&value, &mut text);
        seen.insert(text, index).map(|first| (first, index))
    })
}

/// A text that two values share exactly when JSON Schema calls them equal.
fn spell(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => spell_number(number, out),
        Value::Array(items) => {
            out.push('[');
            for item in items {
                spell(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in fields {
                // Writing to a String cannot fail; neither can the rest of these.
                let _ = write!(out, "{key:?}:");
                spell(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::String(text) => {
            let _ = write!(out, "{text:?}");
        }
        Value::Null | Value::Bool(_) => {
            let _ = write!(out, "{value}");
        }
    }
}

/// A whole number by its digits, whether it is an integer or a float in Rust.
fn spell_number(number: &Number, out: &mut String) {
    let _ = match number.as_f64().filter(|_| number.is_f64()) {
        Some(0.0) => write!(out, "0"),
        Some(float) if float.fract() == 0.0 => write!(out, "{float:.0}"),
        Some(float) => write!(out, "{float}"),
        None => write!(out, "{number}"),
    };
}

impl<T: Serialize> Sequence for [T] {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T: Serialize> Sequence for Vec<T> {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T: Serialize, const N: usize> Sequence for [T; N] {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T: Sequence> Sequence for Option<T> {
    type Item = T::Item;
    #[inline]
    fn items(&self) -> &[T::Item] {
        self.as_ref().map_or(&[], Sequence::items)
    }
}

impl<T: Sequence + ?Sized> Sequence for Box<T> {
    type Item = T::Item;
    #[inline]
    fn items(&self) -> &[T::Item] {
        (**self).items()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn equal(first: &Value, second: &Value) -> bool {
        repeated(&[first, second]).is_some()
    }

    #[test]
    fn equality_is_json_schemas() {
        for (first, second) in [
            (json!(1), json!(1.0)),
            (json!(-0.0), json!(0)),
            (json!(1e20), json!(100_000_000_000_000_000_000.0)),
            (json!(9_007_199_254_740_992_u64), json!(9_007_199_254_740_992.0)),
            (json!(9_223_372_036_854_775_808_u64), json!(9_223_372_036_854_775_808.0)),
            (json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1.0})),
            (json!("a"), json!("a")),
            (json!(null), json!(null)),
        ] {
            assert!(equal(&first, &second), "{first} {second}");
        }
        for (first, second) in [
            (json!(1), json!("1")),
            (json!(1), json!(true)),
            (json!(0), json!(false)),
            (json!(null), json!(false)),
            (json!(0.1), json!(0.1 + f64::EPSILON)),
            (json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992.0)),
            (json!([1, 2]), json!([2, 1])),
            (json!([[1], 2]), json!([1, [2]])),
            (json!({"a": null}), json!({})),
            (json!("a\",\"b"), json!(["a", "b"])),
            (json!(["a\",\"b"]), json!(["a", "b"])),
        ] {
            assert!(!equal(&first, &second), "{first} {second}");
        }
    }

    #[test]
    fn the_first_two_that_are_equal_are_named() {
        assert_eq!(repeated(&["a", "b", "a", "b"]), Some((0, 2)));
        assert_eq!(repeated::<u8>(&[]), None);
        assert_eq!(repeated(&[1]), None);
    }
}
