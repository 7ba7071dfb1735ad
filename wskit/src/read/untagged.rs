use std::any::TypeId;

use serde::{
    Deserializer,
    de::{self, DeserializeOwned},
};

use super::{Content, Variant, remember};
use crate::validate::{self, Validate, deferred, tree};

/// Reads a value as the first of several variants that it is a valid one of.
///
/// # Errors
///
/// When it is of none, and when so much is nested in it that finding out would take too long.
pub fn read_untagged<'de, D: Deserializer<'de>, V: DeserializeOwned + 'static, T: Validate>(
    deserializer: D,
    variants: &[&'static str],
    convert: fn(V) -> T,
) -> Result<T, D::Error> {
    let value = tree::read(deserializer)?;
    let read = |index: usize| {
        let variant = Variant { name: variants[index], content: Content::Whole(&value) };
        let read = deferred(|| V::deserialize(variant)).ok().map(convert)?;
        validate::check(&read).is_ok().then_some(read)
    };
    let found = remember::first(TypeId::of::<V>(), &value, variants.len(), read);
    found.ok_or_else(|| de::Error::custom("is none of the forms that are allowed here"))
}
