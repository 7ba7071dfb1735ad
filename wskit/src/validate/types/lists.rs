//! Lists, arrays and tuples.

use std::collections::VecDeque;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error},
};
use serde_json::Value;

use crate::validate::{
    At, Issues, Validate,
    form::{Read, Write},
    inspect::Inspect,
    look,
};

macro_rules! lists {
    ($($list:ident: $own_form:expr),* $(,)?) => { $(
        impl<T: Validate> Validate for $list<T> {
            type Itself = Self;
            type Wire = Vec<T::Wire>;
            const OWN_FORM: bool = $own_form;

            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                for (index, value) in self.iter().enumerate() {
                    value.validate(at.index(index), issues);
                }
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                look::list::<T>(value, at, issues);
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read = Vec::<Read<T>>::deserialize(deserializer)?;
                Ok(read.into_iter().map(|Read(value)| value).collect())
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.iter().map(Write))
            }
        }
    )* };
}

// ts-rs does not know a VecDeque.
lists!(Vec: T::OWN_FORM, VecDeque: true);

/// Of the lengths that serde reads, at most 32.
impl<T: Validate, const N: usize> Validate for [T; N]
where
    Self: Serialize + DeserializeOwned,
{
    type Itself = Self;
    type Wire = [T::Wire; N];
    const OWN_FORM: bool = T::OWN_FORM;

    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (index, value) in self.iter().enumerate() {
            value.validate(at.index(index), issues);
        }
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::tuple(value, &[T::inspect as Inspect; N], at, issues);
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Vec::<Read<T>>::deserialize(deserializer)?;
        let values: Vec<T> = read.into_iter().map(|Read(value)| value).collect();
        values.try_into().map_err(|values: Vec<T>| {
            D::Error::invalid_length(values.len(), &format!("an array of {N}").as_str())
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Write))
    }
}

macro_rules! tuples {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Validate),+> Validate for ($($name,)+) {
            type Itself = Self;
            type Wire = ($($name::Wire,)+);
            const OWN_FORM: bool = $($name::OWN_FORM)||+;

            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                $( self.$index.validate(at.index($index), issues); )+
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                look::tuple(value, &[$($name::inspect),+], at, issues);
            }

            fn read<'de, __D: Deserializer<'de>>(deserializer: __D) -> Result<Self, __D::Error> {
                let read = <($(Read<$name>,)+)>::deserialize(deserializer)?;
                Ok(($(read.$index.0,)+))
            }

            fn write<__S: Serializer>(&self, serializer: __S) -> Result<__S::Ok, __S::Error> {
                ($(Write(&self.$index),)+).serialize(serializer)
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
