//! Deserialising where serde's own derive would accept more than the JSON Schema says.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};

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
