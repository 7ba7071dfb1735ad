//! `#[wire(string)]`: an integer as its decimal digits, because JavaScript rounds JSON numbers beyond 2^53 - 1.
//!
//! There is one text for each number: no `+`, no leading zeros, no `-0`.

mod pattern;

use std::{fmt::Display, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;

use super::{At, Issues, Validate, inspect::kind, look};

pub(crate) use pattern::within;

/// An integer, or an `Option`, `Vec` or `Box` of integers, that can be written as text.
#[diagnostic::on_unimplemented(
    message = "`#[wire(string)]` does not fit a value of type `{Self}`",
    label = "not an integer",
    note = "`#[wire(string)]` fits integers, and an Option, Vec or Box of these"
)]
pub trait Digits: Sized {
    /// Describes the text.
    type Wire;

    /// Writes the text.
    ///
    /// # Errors
    ///
    /// What the serializer says.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads the text.
    ///
    /// # Errors
    ///
    /// A value that is no text, and a text that is no such integer.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Says what is wrong with a value that could not be read.
    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues);
}

/// For `#[serde(with = "digits")]`.
///
/// # Errors
///
/// What the serializer says.
pub fn serialize<T: Digits, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// For `#[serde(with = "digits")]`.
///
/// # Errors
///
/// When there is no text of such an integer.
pub fn deserialize<'de, T: Digits, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// A value in this form.
#[derive(Debug)]
pub struct InDigits<T>(pub T);

impl<T: Digits> Serialize for InDigits<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<'de, T: Digits> Deserialize<'de> for InDigits<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: Digits> Validate for InDigits<T> {
    type Wire = T::Wire;

    fn validate(&self, _: At<'_>, _: &mut Issues) {}

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        T::inspect(value, at, issues);
    }
}

/// The integer that a text is, if it is written in the one way there is.
fn parse<T: FromStr>(text: &str) -> Option<T> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = match digits.as_bytes() {
        [b'0'] => digits.len() == text.len(),
        [b'1'..=b'9', ..] => true,
        _ => false,
    };
    text.parse().ok().filter(|_| canonical)
}

fn rule<T: Display>(min: T, max: T) -> String {
    format!("must be the decimal digits of an integer between {min} and {max}")
}

macro_rules! integers {
    ($($type:ident),* $(,)?) => { $(
        impl Digits for $type {
            type Wire = Text<Self>;

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                parse(&text).ok_or_else(|| D::Error::custom(rule(Self::MIN, Self::MAX)))
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                match value {
                    Value::String(text) if parse::<Self>(text).is_some() => {}
                    Value::String(_) => issues.add(at, "integer", rule(Self::MIN, Self::MAX)),
                    other => issues.add(at, "type", format!("must be a string of digits, is {}", kind(other))),
                }
            }
        }

        impl Bounds for $type {
            const NAME: &'static str = stringify!($type);

            fn pattern() -> String {
                within(&Self::MIN.to_string(), &Self::MAX.to_string())
            }
        }
    )* };
}

integers!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

impl<T: Digits> Digits for Option<T> {
    type Wire = Option<T::Wire>;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<InDigits<T>>::deserialize(deserializer).map(|read| read.map(|InDigits(value)| value))
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        if !value.is_null() {
            T::inspect(value, at, issues);
        }
    }
}

impl<T: Digits> Digits for Vec<T> {
    type Wire = Vec<T::Wire>;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Item<'a, T>(&'a T);
        impl<T: Digits> Serialize for Item<'_, T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.write(serializer)
            }
        }
        serializer.collect_seq(self.iter().map(Item))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Vec::<InDigits<T>>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|InDigits(value)| value).collect())
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::list::<InDigits<T>>(value, at, issues);
    }
}

impl<T: Digits> Digits for Box<T> {
    type Wire = Box<T::Wire>;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).write(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        T::inspect(value, at, issues);
    }
}

/// Describes the text of an integer.
#[derive(Debug)]
pub struct Text<T>(std::marker::PhantomData<T>);

/// An integer type with the pattern of its texts.
trait Bounds {
    const NAME: &'static str;

    fn pattern() -> String;
}

#[cfg(feature = "schema")]
mod describe {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use ts_rs::{Config, TS};

    use super::{Bounds, Text};

    #[allow(private_bounds, reason = "the integers are all there are")]
    impl<T: Bounds> JsonSchema for Text<T> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("Digits_of_{}", T::NAME).into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "string", "pattern": T::pattern(), "x-wskit-code": "integer" })
        }
    }

    #[allow(private_bounds, reason = "the integers are all there are")]
    impl<T: Bounds> TS for Text<T> {
        type WithoutGenerics = Self;
        type OptionInnerType = Self;

        fn name(_: &Config) -> String {
            "string".to_owned()
        }

        fn inline(_: &Config) -> String {
            "string".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_text() {
        for (text, number) in [("0", 0), ("7", 7), ("-12", -12), ("-128", -128), ("127", 127)] {
            assert_eq!(parse::<i8>(text), Some(number));
        }
        for text in ["", "-", "-0", "+1", "01", "-01", " 1", "1 ", "1.0", "1e1", "128", "-129", "x", "1_0"] {
            assert_eq!(parse::<i8>(text), None, "{text}");
        }
    }

    #[test]
    fn the_pattern_takes_what_is_read() {
        let pattern = regex::Regex::new(&<i8 as Bounds>::pattern()).unwrap();
        for number in -1200..1200 {
            let text = number.to_string();
            assert_eq!(pattern.is_match(&text), parse::<i8>(&text).is_some(), "{text}");
        }
        let wide = regex::Regex::new(&<u128 as Bounds>::pattern()).unwrap();
        for (text, is_one) in [
            ("340282366920938463463374607431768211455", true),
            ("340282366920938463463374607431768211456", false),
            ("99999999999999999999999999999999999999", true),
            ("-1", false),
            ("00", false),
        ] {
            assert_eq!((wide.is_match(text), parse::<u128>(text).is_some()), (is_one, is_one), "{text}");
        }
    }
}
