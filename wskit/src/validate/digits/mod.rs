//! `#[wire(string)]`: an integer as its decimal digits, because JavaScript rounds JSON numbers beyond 2^53 - 1.
//!
//! There is one text for each number: no `+`, no leading zeros, no `-0`.

mod pattern;

use std::{borrow::Cow, fmt::Debug, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{
    At, Issues, Validate, look,
    text::{self, Text, TextForm},
};

pub(crate) use pattern::within;

/// An integer, or an `Option`, `Vec` or `Box` of integers, that can be written as text.
#[diagnostic::on_unimplemented(
    message = "`#[wire(string)]` does not fit a value of type `{Self}`",
    label = "not an integer",
    note = "`#[wire(string)]` fits integers, and an Option, Vec or Box of these"
)]
pub trait Digits: Debug + Clone + PartialEq + 'static {
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

/// Reads the text, where a newtype is read.
///
/// # Errors
///
/// When there is no text of such an integer.
pub fn deserialize<'de, T: Digits, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// A value in this form.
#[derive(Debug, Clone, PartialEq)]
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
    type Itself = Self;
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

macro_rules! integers {
    ($($type:ident),* $(,)?) => { $(
        impl TextForm for InDigits<$type> {
            const CODE: &'static str = "integer";

            fn rule() -> Cow<'static, str> {
                let (min, max) = ($type::MIN, $type::MAX);
                format!("must be the decimal digits of an integer between {min} and {max}, in a string").into()
            }

            fn patterns() -> Vec<Cow<'static, str>> {
                vec![within(&$type::MIN.to_string(), &$type::MAX.to_string()).into()]
            }

            fn parse(text: &str) -> Option<Self> {
                parse(text).map(Self)
            }

            fn print(&self) -> Option<String> {
                Some(self.0.to_string())
            }
        }

        impl Digits for $type {
            type Wire = Text<InDigits<Self>>;

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                text::read::<InDigits<Self>, D>(deserializer).map(|InDigits(value)| value)
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                text::inspect::<InDigits<Self>>(value, at, issues);
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
        let pattern = regex::Regex::new(&InDigits::<i8>::patterns()[0]).unwrap();
        for number in -1200..1200 {
            let text = number.to_string();
            assert_eq!(pattern.is_match(&text), parse::<i8>(&text).is_some(), "{text}");
        }
        let wide = regex::Regex::new(&InDigits::<u128>::patterns()[0]).unwrap();
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
