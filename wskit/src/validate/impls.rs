//! Validation of everything a payload can be made of.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use super::{At, Issues, Validate};

/// The largest integer that JavaScript holds exactly: 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

macro_rules! always_valid {
    ($($type:ty),* $(,)?) => { $(
        impl Validate for $type {
            #[inline]
            fn validate(&self, _: At<'_>, _: &mut Issues) {}
        }
    )* };
}

always_valid!((), bool, char, str, String, u8, u16, u32, i8, i16, i32);

macro_rules! within_safe_range {
    ($($type:ty),* $(,)?) => { $(
        impl Validate for $type {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                #[allow(clippy::unnecessary_fallible_conversions, reason = "one body for signed and unsigned, narrow and wide")]
                let size = i128::try_from(*self).map(i128::unsigned_abs);
                if size.is_ok_and(|size| size > u128::from(MAX_SAFE_INTEGER)) {
                    issues.add(at, "range", "must be an integer that JavaScript holds exactly (at most 2^53 - 1)");
                }
            }
        }
    )* };
}

within_safe_range!(u64, i64, usize, isize);

macro_rules! finite {
    ($($type:ty),* $(,)?) => { $(
        impl Validate for $type {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                if !self.is_finite() {
                    issues.add(at, "range", "must be a finite number");
                }
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

transparent!(Box<T>, &T, std::rc::Rc<T>, std::sync::Arc<T>);

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
}

impl<T: Validate, const N: usize> Validate for [T; N] {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        self.as_slice().validate(at, issues);
    }
}

impl<T: Validate> Validate for BTreeSet<T> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (index, value) in self.iter().enumerate() {
            value.validate(at.index(index), issues);
        }
    }
}

impl<T: Validate, S> Validate for HashSet<T, S> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (index, value) in self.iter().enumerate() {
            value.validate(at.index(index), issues);
        }
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
}

impl<K: Validate + AsRef<str>, V: Validate, S> Validate for HashMap<K, V, S> {
    #[inline]
    fn validate(&self, at: At<'_>, issues: &mut Issues) {
        for (key, value) in self {
            key.validate(at.key(key.as_ref()), issues);
            value.validate(at.key(key.as_ref()), issues);
        }
    }
}

macro_rules! tuples {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Validate),+> Validate for ($($name,)+) {
            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                $( self.$index.validate(at.index($index), issues); )+
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
