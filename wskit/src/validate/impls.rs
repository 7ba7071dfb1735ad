//! Validation of everything a payload can be made of.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use serde_json::Value;

use super::{At, Issues, Validate, inspect::Inspect, look};

/// The largest integer that JavaScript holds exactly: 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

const MIN_SAFE_INTEGER: i64 = -((1 << 53) - 1);

macro_rules! always_valid {
    ($($type:ty),* $(,)?) => { $(
        impl Validate for $type {
            #[inline]
            fn validate(&self, _: At<'_>, _: &mut Issues) {}
        }
    )* };
}

always_valid!((), char, str);

macro_rules! always_valid_once_read {
    ($($type:ty: |$value:ident, $at:ident, $issues:ident| $inspect:expr),* $(,)?) => { $(
        impl Validate for $type {
            #[inline]
            fn validate(&self, _: At<'_>, _: &mut Issues) {}

            fn inspect($value: &Value, $at: At<'_>, $issues: &mut Issues) {
                $inspect;
            }
        }
    )* };
}

always_valid_once_read! {
    bool: |value, at, issues| look::boolean(value, at, issues),
    String: |value, at, issues| look::text(value, at, issues),
    u8: |value, at, issues| look::integer(value, u8::MIN, u8::MAX, at, issues),
    u16: |value, at, issues| look::integer(value, u16::MIN, u16::MAX, at, issues),
    u32: |value, at, issues| look::integer(value, u32::MIN, u32::MAX, at, issues),
    i8: |value, at, issues| look::integer(value, i8::MIN, i8::MAX, at, issues),
    i16: |value, at, issues| look::integer(value, i16::MIN, i16::MAX, at, issues),
    i32: |value, at, issues| look::integer(value, i32::MIN, i32::MAX, at, issues),
}

macro_rules! within_safe_range {
    ($($type:ty: $min:expr),* $(,)?) => { $(
        impl Validate for $type {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                #[allow(clippy::unnecessary_fallible_conversions, reason = "one body for signed and unsigned, narrow and wide")]
                let size = i128::try_from(*self).map(i128::unsigned_abs);
                if size.is_ok_and(|size| size > u128::from(MAX_SAFE_INTEGER)) {
                    issues.add(at, "range", "must be an integer that JavaScript holds exactly (at most 2^53 - 1)");
                }
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                look::integer(value, i128::from($min), MAX_SAFE_INTEGER, at, issues);
            }
        }
    )* };
}

within_safe_range!(u64: 0_u8, i64: MIN_SAFE_INTEGER, usize: 0_u8, isize: MIN_SAFE_INTEGER);

macro_rules! finite {
    ($($type:ty),* $(,)?) => { $(
        impl Validate for $type {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                if !self.is_finite() {
                    issues.add(at, "range", "must be a finite number");
                }
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                look::number(value, at, issues);
            }
        }
    )* };
}

finite!(f32, f64);

macro_rules! transparent {
    ($($type:ty),* $(,)?) => { $(
        impl<T: Validate + ?Sized> Validate for $type {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                (**self).validate(at, issues);
            }
        }
    )* };
}

transparent!(&T);

macro_rules! pointers {
    ($($type:ty),* $(,)?) => { $(
        impl<T: Validate> Validate for $type {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                (**self).validate(at, issues);
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                T::inspect(value, at, issues);
            }
        }
    )* };
}

pointers!(Box<T>, std::rc::Rc<T>, std::sync::Arc<T>);

impl<T: Validate + ToOwned + ?Sized> Validate for Cow<'_, T> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        (**self).validate(at, issues);
    }
}

impl<T: Validate> Validate for Option<T> {
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
}

impl<T: Validate> Validate for [T] {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (index, value) in self.iter().enumerate() {
            value.validate(at.index(index), issues);
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        self.as_slice().validate(at, issues);
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::list::<T>(value, at, issues);
    }
}

impl<T: Validate, const N: usize> Validate for [T; N] {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        self.as_slice().validate(at, issues);
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::tuple(value, &[T::inspect as Inspect; N], at, issues);
    }
}

impl<T: Validate> Validate for BTreeSet<T> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (index, value) in self.iter().enumerate() {
            value.validate(at.index(index), issues);
        }
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::list::<T>(value, at, issues);
    }
}

impl<T: Validate, S> Validate for HashSet<T, S> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (index, value) in self.iter().enumerate() {
            value.validate(at.index(index), issues);
        }
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::list::<T>(value, at, issues);
    }
}

impl<K: Validate + AsRef<str>, V: Validate> Validate for BTreeMap<K, V> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (key, value) in self {
            key.validate(at.key(key.as_ref()), issues);
            value.validate(at.key(key.as_ref()), issues);
        }
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::map::<K, V>(value, at, issues);
    }
}

impl<K: Validate + AsRef<str>, V: Validate, S> Validate for HashMap<K, V, S> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (key, value) in self {
            key.validate(at.key(key.as_ref()), issues);
            value.validate(at.key(key.as_ref()), issues);
        }
    }

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::map::<K, V>(value, at, issues);
    }
}

macro_rules! tuples {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Validate),+> Validate for ($($name,)+) {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                $( self.$index.validate(at.index($index), issues); )+
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                look::tuple(value, &[$($name::inspect),+], at, issues);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::check;

    #[test]
    fn integers_are_held_to_what_javascript_holds() {
        assert!(check(&MAX_SAFE_INTEGER).is_ok());
        assert!(check(&(MAX_SAFE_INTEGER + 1)).is_err());
        assert!(check(&-(1_i64 << 53)).is_err());
        assert!(check(&i64::MIN).is_err());
        assert!(check(&u32::MAX).is_ok());
    }

    #[test]
    fn floats_must_be_finite_and_say_where_they_are_not() {
        let invalid = check(&vec![1.0, f64::NAN]).unwrap_err();
        assert_eq!(invalid.issues()[0].path, "/1");
    }
}
