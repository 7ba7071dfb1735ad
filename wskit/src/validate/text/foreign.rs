//! What the types of other libraries have in common.

use serde::{Serializer, ser::Error};

use super::TextForm;

/// Writes the text of a value.
pub(super) fn write<T: TextForm, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    match value.print() {
        Some(text) => serializer.serialize_str(&text),
        None => Err(S::Error::custom(format_args!("the value has no text of its form: it {}", T::rule()))),
    }
}

/// [`Validate`](super::Validate) by a [`TextForm`].
macro_rules! validate_by_text {
    ($($type:ty),* $(,)?) => { $(
        impl $crate::validate::Validate for $type {
            type Itself = Self;
            type Wire = $crate::validate::text::Text<Self>;
            const OWN_FORM: bool = true;

            #[inline]
            fn validate(&self, _: $crate::validate::At<'_>, _: &mut $crate::validate::Issues) {}

            fn inspect(
                value: &serde_json::Value,
                at: $crate::validate::At<'_>,
                issues: &mut $crate::validate::Issues,
            ) {
                $crate::validate::text::inspect::<Self>(value, at, issues);
            }

            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::validate::text::read(deserializer)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::validate::text::foreign::write(self, serializer)
            }
        }
    )* };
}

pub(super) use validate_by_text;

/// The text of a form that is one pattern, checked in Rust as in the schema.
#[allow(unused_macros, reason = "ids and bytes need no pattern")]
macro_rules! by_pattern {
    ($source:expr, $text:expr) => {{
        static PATTERN: $crate::validate::rules::Pattern =
            $crate::validate::rules::Pattern::new($source, || {
                $crate::validate::rules::Pattern::compile($source)
            });
        PATTERN.is_match($text)
    }};
}

#[allow(unused_imports, reason = "ids and bytes need no pattern")]
pub(super) use by_pattern;
