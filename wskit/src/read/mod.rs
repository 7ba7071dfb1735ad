//! Deserialising where serde's own derive would accept more than the JSON Schema says.

mod remember;
mod untagged;

use std::fmt;

pub use untagged::read_untagged;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, EnumAccess, VariantAccess, Visitor, value::BorrowedStrDeserializer},
};
use serde_json::Value;

use crate::validate::tree;

/// Reads an object without keys: a variant without fields, whose tag is read already.
///
/// # Errors
///
/// When there is a key.
pub fn no_fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct NoFields {}
    NoFields::deserialize(deserializer).map(|NoFields {}| ())
}

/// Reads a string that names one of several values.
///
/// # Errors
///
/// When it is no string, or none of the names.
pub fn read_name<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    names: &'static [&'static str],
    find: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Name { names, find })
}

struct Name<T> {
    names: &'static [&'static str],
    find: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for Name<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of the strings ")?;
        for (index, name) in self.names.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}`{name}`")?;
        }
        Ok(())
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<T, E> {
        (self.find)(name).ok_or_else(|| E::unknown_variant(name, self.names))
    }
}

/// Reads an object with a tag and the content of the variant that it names; there is content exactly where the variant
/// has fields.
///
/// # Errors
///
/// Anything else.
pub fn read_adjacent<'de, D: Deserializer<'de>, V: de::DeserializeOwned, T>(
    deserializer: D,
    (tag, content): (&'static str, &'static str),
    variants: &'static [&'static str],
    convert: fn(V) -> T,
) -> Result<T, D::Error> {
    let Value::Object(object) = tree::read(ObjectOnly(deserializer))? else {
        return Err(de::Error::custom("must be an object"));
    };
    if let Some(key) = object.keys().find(|key| *key != tag && *key != content) {
        return Err(de::Error::custom(format_args!(
            "unknown field `{key}`, expected `{tag}` or `{content}`"
        )));
    }
    let name = object.get(tag).ok_or_else(|| de::Error::missing_field(tag))?;
    let name = name.as_str().ok_or_else(|| de::Error::custom(format_args!("`{tag}` must be a string")))?;
    let found = variants.iter().find(|known| **known == name);
    let name = found.ok_or_else(|| de::Error::unknown_variant(name, variants))?;
    V::deserialize(Variant { name, content: object.get(content).map_or(Content::Absent, Content::Present) })
        .map(convert)
        .map_err(de::Error::custom)
}

/// A variant with its content.
struct Variant<'a> {
    name: &'static str,
    content: Content<'a>,
}

impl<'de> Deserializer<'de> for Variant<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_enum(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = serde_json::Error;
    type Variant = Content<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content<'de>), Self::Error> {
        let name = seed.deserialize(BorrowedStrDeserializer::<Self::Error>::new(self.name))?;
        Ok((name, self.content))
    }
}

/// What a variant is made of: named fields are an object, unnamed ones an array or the value itself.
enum Content<'de> {
    /// There is none.
    Absent,
    /// It stands under a key.
    Present(&'de Value),
    /// It is all there is; nothing is null.
    Whole(&'de Value),
}

impl<'de> Content<'de> {
    fn value(self) -> Result<&'de Value, serde_json::Error> {
        match self {
            Self::Present(value) | Self::Whole(value) => Ok(value),
            Self::Absent => Err(de::Error::custom("the content of the variant is missing")),
        }
    }
}

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = serde_json::Error;

    fn unit_variant(self) -> Result<(), Self::Error> {
        match self {
            Self::Absent => Ok(()),
            Self::Whole(value) => Deserialize::deserialize(value),
            Self::Present(_) => Err(de::Error::custom("this variant has no content")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Self::Error> {
        seed.deserialize(self.value()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Self::Error> {
        self.value()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.value()?.deserialize_map(visitor)
    }
}

/// A deserializer that offers nothing but an object.
///
/// What serde derives for a struct, and for an enum with a tag, asks for a struct or for anything, and would also take an
/// array; the JSON Schema says object.
pub struct ObjectOnly<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for ObjectOnly<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
