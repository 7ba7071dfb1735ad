//! `Validate::inspect` of what payloads are made of: numbers, texts, lists, maps.

use serde_json::Value;

use super::{
    At, Issues, Validate,
    inspect::{Inspect, kind},
};

/// An integer between two bounds, both allowed.
pub(super) fn integer(
    value: &Value,
    min: impl Into<i128>,
    max: impl Into<i128>,
    at: At<'_>,
    issues: &mut Issues,
) {
    let (min, max): (i128, i128) = (min.into(), max.into());
    let Value::Number(number) = value else {
        return issues.add(at, "type", format!("must be an integer, is {}", kind(value)));
    };
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match exact {
        Some(exact) if (min..=max).contains(&exact) => {}
        // Written with a point or an exponent. Beyond 2^53 every such number is whole, and too large.
        None if number.as_f64().is_some_and(|float| float.abs() < 9e15) => {
            issues.add(at, "type", format!("must be an integer, is {number}"));
        }
        _ => issues.add(at, "range", format!("must be between {min} and {max}, is {number}")),
    }
}

/// An integer between two bounds that is not 0.
pub(super) fn non_zero(
    value: &Value,
    min: impl Into<i128>,
    max: impl Into<i128>,
    at: At<'_>,
    issues: &mut Issues,
) {
    if value.as_i64() == Some(0) {
        return issues.add(at, "range", "must not be 0");
    }
    integer(value, min, max, at, issues);
}

/// `null`.
pub(super) fn null(value: &Value, at: At<'_>, issues: &mut Issues) {
    if !value.is_null() {
        issues.add(at, "type", format!("must be null, is {}", kind(value)));
    }
}

/// A text of one Unicode code point.
pub(super) fn character(value: &Value, at: At<'_>, issues: &mut Issues) {
    match value.as_str().map(|text| text.chars().count()) {
        Some(1) => {}
        Some(length) => issues.add(at, "length", format!("must have exactly 1 character, has {length}")),
        None => text(value, at, issues),
    }
}

/// A number.
pub(super) fn number(value: &Value, at: At<'_>, issues: &mut Issues) {
    if !value.is_number() {
        issues.add(at, "type", format!("must be a number, is {}", kind(value)));
    }
}

/// A text.
pub(super) fn text(value: &Value, at: At<'_>, issues: &mut Issues) {
    if !value.is_string() {
        issues.add(at, "type", format!("must be a string, is {}", kind(value)));
    }
}

/// `true` or `false`.
pub(super) fn boolean(value: &Value, at: At<'_>, issues: &mut Issues) {
    if !value.is_boolean() {
        issues.add(at, "type", format!("must be a boolean, is {}", kind(value)));
    }
}

/// A list whose elements are of one type.
pub(super) fn list<T: Validate>(value: &Value, at: At<'_>, issues: &mut Issues) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                T::inspect(item, at.index(index), issues);
            }
        }
        other => issues.add(at, "type", format!("must be an array, is {}", kind(other))),
    }
}

/// A list of a fixed length, an element at a time.
pub(super) fn tuple(value: &Value, elements: &[Inspect], at: At<'_>, issues: &mut Issues) {
    match value {
        Value::Array(items) if items.len() == elements.len() => {
            for (index, (item, inspect)) in items.iter().zip(elements).enumerate() {
                inspect(item, at.index(index), issues);
            }
        }
        Value::Array(items) => {
            let rule = format!("must have exactly {} items, has {}", elements.len(), items.len());
            issues.add(at, "length", rule);
        }
        other => issues.add(at, "type", format!("must be an array, is {}", kind(other))),
    }
}

/// An object used as a map.
pub(super) fn map<K: Validate, V: Validate>(value: &Value, at: At<'_>, issues: &mut Issues) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                K::inspect(&Value::String(key.clone()), at.key(key), issues);
                V::inspect(value, at.key(key), issues);
            }
        }
        other => issues.add(at, "type", format!("must be an object, is {}", kind(other))),
    }
}
