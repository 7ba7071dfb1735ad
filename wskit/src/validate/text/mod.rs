//! Values that travel as text of one form: a UUID, a date, an amount.
//!
//! Libraries read more spellings than they write, and no two of them the same ones. Here a form is what its pattern says:
//! Rust reads it, JSON Schema states it, and the TypeScript validator checks it.

use std::{borrow::Cow, marker::PhantomData};

use serde::{Deserializer, de::Visitor};
use serde_json::Value;

use super::{At, Issues, inspect::kind};

#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod dates;
mod describe;
#[cfg(any(
    feature = "bytes",
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "url",
    feature = "uuid"
))]
mod foreign;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

/// A type whose values are texts of one form on the wire.
pub trait TextForm: Sized {
    /// The code of a text of another form.
    const CODE: &'static str;

    /// The `format` of JSON Schema, where there is one that allows all that the pattern allows.
    const FORMAT: Option<&'static str> = None;

    /// What is wrong with a text of another form.
    fn rule() -> Cow<'static, str>;

    /// Patterns that together allow exactly the texts that [`parse`](Self::parse) reads.
    fn patterns() -> Vec<Cow<'static, str>>;

    /// What a text stands for.
    fn parse(text: &str) -> Option<Self>;

    /// The text of a value; `None` for a value that has none.
    fn print(&self) -> Option<String>;
}

/// Reads a value from its text.
pub(super) fn read<'de, T: TextForm, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Text<T>(PhantomData<T>);

    impl<T: TextForm> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            T::parse(text).ok_or_else(|| E::custom(T::rule()))
        }
    }

    deserializer.deserialize_str(Text(PhantomData))
}

/// Says what is wrong with a value that is no such text.
pub(super) fn inspect<T: TextForm>(value: &Value, at: At<'_>, issues: &mut Issues) {
    match value {
        Value::String(text) if T::parse(text).is_some() => {}
        Value::String(_) => issues.add(at, T::CODE, T::rule()),
        other => issues.add(at, "type", format!("must be a string, is {}", kind(other))),
    }
}

/// Describes the text of a value: what [`Validate::Wire`](super::Validate::Wire) is for a [`TextForm`].
#[derive(Debug)]
pub struct Text<T>(PhantomData<T>);
