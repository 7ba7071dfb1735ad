//! What stands in the place of another value, or of none.

use serde::{Deserialize, Deserializer, Serializer};
use serde_json::Value;

use crate::validate::{
    At, Issues, Validate,
    form::{Read, Write},
};

impl<T: Validate> Validate for Box<T> {
    type Itself = Self;
    type Wire = Box<T::Wire>;
    const OWN_FORM: bool = T::OWN_FORM;
    const OPTIONAL: bool = T::OPTIONAL;

    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        (**self).validate(at, issues);
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        T::inspect(value, at, issues);
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).write(serializer)
    }
}

impl<T: Validate> Validate for Option<T> {
    type Itself = Self;
    type Wire = Option<T::Wire>;
    const OWN_FORM: bool = T::OWN_FORM;
    const OPTIONAL: bool = true;

    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        if let Some(value) = self {
            value.validate(at, issues);
        }
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        if !value.is_null() {
            T::inspect(value, at, issues);
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Read<T>>::deserialize(deserializer).map(|read| read.map(|Read(value)| value))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Write(value)),
            None => serializer.serialize_none(),
        }
    }
}
