use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
};

#[cfg(feature = "schema")]
use super::keywords;
use crate::validate::{At, Issues};

/// `length(min = 1, max = 500)`: Unicode code points of a string, elements of a collection, entries of a map.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    /// The least allowed, inclusive.
    pub min: Option<usize>,
    /// The most allowed, inclusive.
    pub max: Option<usize>,
}

/// What a length counts; decides the JSON Schema keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points: `minLength`, `maxLength`.
    Characters,
    /// Elements: `minItems`, `maxItems`.
    Items,
    /// Entries of a map: `minProperties`, `maxProperties`.
    Entries,
}

/// A value that has a length.
#[diagnostic::on_unimplemented(
    message = "`length` does not fit a value of type `{Self}`",
    label = "`{Self}` has no length",
    note = "`length` fits strings, Vec, arrays, sets and maps, and an Option or Box of these"
)]
pub trait Measure {
    /// What is counted.
    const UNIT: Unit;
    /// The length, or `None` where there is no value.
    fn measure(&self) -> Option<usize>;
}

impl Length {
    /// Reports a value that is too short or too long.
    #[inline]
    pub fn check<T: Measure + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some(length) = value.measure()
            && (self.min.is_some_and(|min| length < min) || self.max.is_some_and(|max| length > max))
        {
            self.report::<T>(length, at, issues);
        }
    }

    #[cold]
    fn report<T: Measure + ?Sized>(self, length: usize, at: At<'_>, issues: &mut Issues) {
        let unit = |count: usize| match (T::UNIT, count) {
            (Unit::Characters, 1) => "character",
            (Unit::Characters, _) => "characters",
            (Unit::Items, 1) => "item",
            (Unit::Items, _) => "items",
            (Unit::Entries, 1) => "entry",
            (Unit::Entries, _) => "entries",
        };
        let rule = match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => format!("exactly {min} {}", unit(min)),
            (Some(min), Some(max)) => format!("{min} to {max} {}", unit(max)),
            (Some(min), None) => format!("at least {min} {}", unit(min)),
            (None, Some(max)) => format!("at most {max} {}", unit(max)),
            (None, None) => return,
        };
        issues.add(at, "length", format!("must have {rule}, has {length}"));
    }

    /// Adds the keywords to the schema of a `T`.
    #[cfg(feature = "schema")]
    pub fn describe<T: Measure + ?Sized>(&self, schema: &mut schemars::Schema) {
        let (min, max) = match T::UNIT {
            Unit::Characters => ("minLength", "maxLength"),
            Unit::Items => ("minItems", "maxItems"),
            Unit::Entries => ("minProperties", "maxProperties"),
        };
        if let Some(bound) = self.min {
            keywords::at_least(schema, min, bound.into());
        }
        if let Some(bound) = self.max {
            keywords::at_most(schema, max, bound.into());
        }
    }
}

/// `items(min = 1, max = 10)`: a length that is not one of text.
#[derive(Clone, Copy, Debug)]
pub struct Items(pub Length);

/// A value that has a length and is not text.
#[diagnostic::on_unimplemented(
    message = "`items` does not fit a value of type `{Self}`",
    label = "`{Self}` is no list, set or map",
    note = "`items` fits Vec, arrays, sets and maps, and an Option or Box of these; the length of text is `length`"
)]
pub trait Collection: Measure {}

impl Items {
    /// Reports a collection that has too few or too many elements.
    #[inline]
    pub fn check<T: Collection + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        self.0.check(value, at, issues);
    }

    /// Adds the keywords to the schema of a `T`.
    #[cfg(feature = "schema")]
    pub fn describe<T: Collection + ?Sized>(&self, schema: &mut schemars::Schema) {
        self.0.describe::<T>(schema);
    }
}

impl<T: Collection> Collection for Option<T> {}
impl<T: Collection + ?Sized> Collection for Box<T> {}

impl Measure for str {
    const UNIT: Unit = Unit::Characters;
    #[inline]
    fn measure(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl Measure for String {
    const UNIT: Unit = Unit::Characters;
    #[inline]
    fn measure(&self) -> Option<usize> {
        self.as_str().measure()
    }
}

impl<T: Measure + ToOwned + ?Sized> Measure for Cow<'_, T> {
    const UNIT: Unit = T::UNIT;
    #[inline]
    fn measure(&self) -> Option<usize> {
        (**self).measure()
    }
}

impl<T: Measure + ?Sized> Measure for Box<T> {
    const UNIT: Unit = T::UNIT;
    #[inline]
    fn measure(&self) -> Option<usize> {
        (**self).measure()
    }
}

impl<T: Measure> Measure for Option<T> {
    const UNIT: Unit = T::UNIT;
    #[inline]
    fn measure(&self) -> Option<usize> {
        self.as_ref().and_then(Measure::measure)
    }
}

macro_rules! collections {
    ($unit:ident: $([$($generics:tt)*] $type:ty),* $(,)?) => { $(
        impl<$($generics)*> Measure for $type {
            const UNIT: Unit = Unit::$unit;
            #[inline]
            fn measure(&self) -> Option<usize> {
                Some(self.len())
            }
        }

        impl<$($generics)*> Collection for $type {}
    )* };
}

collections!(Items: [T] Vec<T>, [T] VecDeque<T>, [T] [T], [T, const N: usize] [T; N], [T] BTreeSet<T>, [T, S] HashSet<T, S>);
collections!(Entries: [K, V] BTreeMap<K, V>, [K, V, S] HashMap<K, V, S>);
