use std::{
    borrow::Cow,
    num::{
        NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
        NonZeroU64, NonZeroUsize,
    },
};

#[cfg(feature = "schema")]
use crate::schema::DescribeValue;
use crate::validate::{Validate, check};

/// A value that can stand in the text of a [`Topic`](super::Topic): text, an integer, a bool, a Uuid, a `#[data]` enum
/// without data, or a `#[data]` newtype of these.
///
/// Whether a value has a place in a topic is checked when the topic is written.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot stand in a topic",
    label = "not a text, integer, bool, Uuid, enum without data, or newtype of these",
    note = "name what tells one topic from another, such as an id",
    note = "a type of your own, which is an enum without data or a newtype such as `struct RoomId(String)`: annotate it with \
            `#[data]` inside `wskit::message!`, or with `#[wskit::data]` outside"
)]
pub trait TopicValue: Validate + DescribeValue {
    /// The value as it stands in a topic.
    fn to_text(&self) -> Cow<'_, str>;

    /// The value that is written like this.
    #[must_use]
    fn from_text(text: &str) -> Option<Self>;

    /// The value as text, if it keeps its constraints.
    #[doc(hidden)]
    fn __write(&self) -> Result<Cow<'_, str>, String> {
        check(self).map_err(|invalid| invalid.to_string())?;
        Ok(self.to_text())
    }

    /// The value that is written exactly like this, so that no two texts are one topic.
    #[doc(hidden)]
    #[must_use]
    fn __read(text: &str) -> Option<Self> {
        let value = Self::from_text(text)?;
        (check(&value).is_ok() && value.to_text() == text).then_some(value)
    }

    // What a topic is made of is named by this trait alone: a type that does not have it is then one error.

    #[doc(hidden)]
    fn __debug(&self) -> &dyn std::fmt::Debug {
        self
    }

    #[doc(hidden)]
    #[must_use]
    fn __clone(&self) -> Self {
        self.clone()
    }

    #[doc(hidden)]
    fn __equals(&self, other: &Self) -> bool {
        self == other
    }

    #[doc(hidden)]
    #[cfg(feature = "schema")]
    fn __describe(builder: &mut crate::schema::Builder) -> crate::schema::TypeRef {
        <Self as DescribeValue>::describe(builder)
    }
}

/// Nothing: without the feature `schema` no value describes itself.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
pub trait DescribeValue {}
#[cfg(not(feature = "schema"))]
impl<T> DescribeValue for T {}

macro_rules! texts {
    ($($type:ty),* $(,)?) => { $(
        impl TopicValue for $type {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Borrowed(self)
            }

            fn from_text(text: &str) -> Option<Self> {
                Some(text.to_owned().into())
            }
        }
    )* };
}

macro_rules! printed {
    ($($type:ty),* $(,)?) => { $(
        impl TopicValue for $type {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )* };
}

texts!(String, Box<str>, Cow<'static, str>);
printed!(bool, char);
printed!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);
printed!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize);
printed!(NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize);
#[cfg(feature = "uuid")]
printed!(::uuid::Uuid);
