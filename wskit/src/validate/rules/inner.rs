use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::Apply;
use crate::validate::{At, Key};

/// A value that has elements: the items of a list or set, the values of a map.
#[diagnostic::on_unimplemented(
    message = "`inner` does not fit a value of type `{Self}`",
    label = "has no elements",
    note = "`inner` fits Vec, arrays, sets and maps, and an Option or Box of these"
)]
pub trait Elements {
    /// One of them.
    type Element;
    /// The keyword of the schema that holds theirs.
    const KEYWORD: &'static str;
    /// Calls a function with every element and its place.
    fn each(&self, at: At<'_>, visit: impl FnMut(&Self::Element, At<'_>));
}

/// `inner(...)`: constraints of the elements.
#[inline]
pub fn inner<T: Elements + ?Sized>(to: &mut Apply<'_, T>, rules: impl Fn(&mut Apply<'_, T::Element>)) {
    match to {
        Apply::Check { value, at, issues } => value.each(*at, |element, at| {
            rules(&mut Apply::Check { value: element, at, issues });
        }),
        #[cfg(feature = "schema")]
        Apply::Describe(schema) => describe(T::KEYWORD, schema, |schema| rules(&mut Apply::Describe(schema))),
    }
}

/// Finds the schema of the elements.
#[cfg(feature = "schema")]
fn describe(keyword: &str, schema: &mut schemars::Schema, mut state: impl FnMut(&mut schemars::Schema)) {
    let object = schema.ensure_object();
    let value = object.entry(keyword).or_insert(serde_json::Value::Bool(true));
    if let Ok(value) = value.try_into() {
        state(value);
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => { $(
        impl<$($generics)*> Elements for $type {
            type Element = T;
            const KEYWORD: &'static str = "items";
            #[inline]
            fn each(&self, at: At<'_>, mut visit: impl FnMut(&T, At<'_>)) {
                for (index, element) in self.iter().enumerate() {
                    visit(element, at.index(index));
                }
            }
        }
    )* };
}

lists!([T] Vec<T>, [T] VecDeque<T>, [T] [T], [T, const N: usize] [T; N], [T] BTreeSet<T>, [T, S] HashSet<T, S>);

macro_rules! maps {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => { $(
        impl<$($generics)*> Elements for $type {
            type Element = V;
            const KEYWORD: &'static str = "additionalProperties";
            #[inline]
            fn each(&self, at: At<'_>, mut visit: impl FnMut(&V, At<'_>)) {
                for (key, value) in self {
                    visit(value, at.key(&key.key()));
                }
            }
        }
    )* };
}

maps!([K: Key, V] BTreeMap<K, V>, [K: Key, V, S] HashMap<K, V, S>);

impl<T: Elements> Elements for Option<T> {
    type Element = T::Element;
    const KEYWORD: &'static str = T::KEYWORD;
    #[inline]
    fn each(&self, at: At<'_>, visit: impl FnMut(&T::Element, At<'_>)) {
        if let Some(value) = self {
            value.each(at, visit);
        }
    }
}

impl<T: Elements + ?Sized> Elements for Box<T> {
    type Element = T::Element;
    const KEYWORD: &'static str = T::KEYWORD;
    #[inline]
    fn each(&self, at: At<'_>, visit: impl FnMut(&T::Element, At<'_>)) {
        (**self).each(at, visit);
    }
}
