//! Sets: lists in which nothing stands twice.
//!
//! serde would read `[1, 1]` as a set of one; the JSON Schema says `uniqueItems`, so it is refused here.

use std::{
    collections::{BTreeSet, HashSet},
    hash::BuildHasher,
};

use serde::{Deserialize, Deserializer, Serializer, de::Error};
use serde_json::Value;

use super::{HashItem, OrdItem};
use crate::validate::{
    At, Issues, Validate,
    form::{Read, Write},
    look,
    rules::Unique,
};

macro_rules! sets {
    ($([$($generics:tt)*] [$($bounds:tt)*] $set:ty);* $(;)?) => { $(
        impl<$($generics)*> Validate for $set
        where
            T: Validate,
            $($bounds)*
        {
            type Itself = Self;
            type Wire = BTreeSet<T::Wire>;
            const OWN_FORM: bool = true;

            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                for (index, value) in self.iter().enumerate() {
                    value.validate(at.index(index), issues);
                }
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                let before = issues.count();
                look::list::<T>(value, at, issues);
                if issues.count() == before
                    && let Ok(items) = Vec::<Read<T>>::deserialize(value)
                {
                    Unique.check(&items.into_iter().map(|Read(item)| item).collect::<Vec<_>>(), at, issues);
                }
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let items = Vec::<Read<T>>::deserialize(deserializer)?;
                let count = items.len();
                let set: Self = items.into_iter().map(|Read(item)| item).collect();
                if set.len() == count { Ok(set) } else { Err(D::Error::custom("must have no equal items")) }
            }

            fn write<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
                serializer.collect_seq(self.iter().map(Write))
            }
        }
    )* };
}

sets! {
    [T] [T: OrdItem] BTreeSet<T>;
    [T, S] [T: HashItem, S: BuildHasher + Default + Clone + 'static] HashSet<T, S>;
}
