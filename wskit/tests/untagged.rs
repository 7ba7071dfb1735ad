//! Enums without a tag that hold themselves: what it costs to read them, counted.
#![allow(missing_docs)]

use std::cell::Cell;

use serde_json::{Value, json};
use wskit::validate;

wskit::message!(
    /// Two variants begin alike: only what comes after the inner value tells them apart.
    #[data]
    #[serde(untagged)]
    pub enum Wrapped {
        Once { a: Box<Wrapped> },
        Twice { a: Box<Wrapped>, z: u8 },
        Leaf(#[validate(custom(count))] String),
    }

    /// The same with another type in between.
    #[data]
    #[serde(untagged)]
    pub enum Step {
        Plain(Plain),
        Named(Named),
        Leaf(#[validate(custom(count))] String),
    }
    #[data]
    pub struct Plain {
        pub a: Vec<Step>,
    }
    #[data]
    pub struct Named {
        pub a: Vec<Step>,
        pub z: u8,
    }

    /// Tagged inside, so that serde buffers what is read.
    #[data]
    #[serde(untagged)]
    pub enum Mixed {
        Short(Short),
        Long(Long),
        Leaf(#[validate(custom(count))] String),
    }
    #[data]
    pub enum Short {
        Node { a: Box<Mixed> },
    }
    #[data]
    pub enum Long {
        Node { a: Box<Mixed>, z: u8 },
    }

    /// A variant that stands for the whole, which is the enum again.
    #[data]
    #[serde(untagged)]
    pub enum Endless {
        Number(u8),
        Again(Around),
        Once(Around),
        List(Vec<Endless>),
    }
    #[data]
    pub struct Around(pub Box<Endless>);
);

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

#[allow(clippy::unnecessary_wraps, clippy::ptr_arg, reason = "what `custom` calls")]
fn count(_: &String) -> Result<(), &'static str> {
    COUNT.set(COUNT.get() + 1);
    Ok(())
}

/// Whether a value is one of `T`, and how often the leaf inside was looked at.
fn judged<T: validate::Validate>(value: &Value) -> (bool, usize) {
    COUNT.set(0);
    let verdict = validate::from_json::<T>(&value.to_string()).is_ok();
    (verdict, COUNT.get())
}

fn nested(depth: usize, around: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!("leaf"), |inner, _| around(inner))
}

/// Levels that a reading which tries both variants everywhere would look at the leaf 2^40 times for.
const DEEP: usize = 40;

/// What may be looked at: each level looks at all inside of it, a few times.
const BOUND: usize = 20 * DEEP * DEEP;

#[test]
fn what_two_variants_begin_with_is_not_tried_twice_at_every_level() {
    for (value, sound) in [
        (nested(DEEP, |inner| json!({"a": inner})), true),
        (nested(DEEP, |inner| json!({"a": inner, "z": 1})), true),
        (nested(DEEP, |inner| json!({"a": inner, "z": -1})), false),
    ] {
        let (verdict, count) = judged::<Wrapped>(&value);
        assert_eq!(verdict, sound, "{value}");
        assert!(count <= BOUND, "{count} times: {value}");
    }
}

#[test]
fn nor_is_it_when_another_type_stands_in_between() {
    for (value, sound) in [
        (nested(DEEP, |inner| json!({"a": [inner], "z": 1})), true),
        (nested(DEEP, |inner| json!({"a": [inner], "z": -1})), false),
    ] {
        let (verdict, count) = judged::<Step>(&value);
        assert_eq!(verdict, sound, "{value}");
        assert!(count <= BOUND, "{count} times: {value}");
    }
}

#[test]
fn nor_when_serde_buffers_what_it_reads() {
    for (value, sound) in [
        (nested(DEEP, |inner| json!({"kind": "node", "a": inner, "z": 1})), true),
        (nested(DEEP, |inner| json!({"kind": "node", "a": inner, "z": -1})), false),
    ] {
        let (verdict, count) = judged::<Mixed>(&value);
        assert_eq!(verdict, sound, "{value}");
        assert!(count <= BOUND, "{count} times: {value}");
    }
}

#[test]
fn a_variant_that_is_the_enum_again_ends() {
    assert!(judged::<Endless>(&json!([1, [2, []]])).0);
    assert!(!judged::<Endless>(&json!("no number")).0);
    assert!(!judged::<Endless>(&json!([1, [2, [null]]])).0);
}

#[test]
fn a_value_is_refused_before_it_takes_too_long() {
    // Much at the bottom of many levels, each of which reads it anew.
    let bulk = json!({"a": vec!["leaf"; 2000]});
    let value = (0..100).fold(bulk, |inner, _| json!({"a": [inner], "z": 1}));
    let (verdict, count) = judged::<Step>(&value);
    assert!(!verdict);
    assert!(count < 5_000_000, "{count} times");
}
