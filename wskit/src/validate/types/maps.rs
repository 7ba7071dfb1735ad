//! Maps: objects of any keys, each of which stands once.
//!
//! serde would take the last of two entries of one key; a declared object has no key twice, and neither has a map.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    hash::BuildHasher,
    marker::PhantomData,
};

use serde::{
    Deserializer, Serializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::Value;

use super::{HashKey, Map, OrdKey};
use crate::validate::{
    At, Issues, Validate,
    form::{Read, Write},
    look,
};

/// Reads entries into a map, by a function that says whether the key is new.
struct Entries<M, F>(PhantomData<M>, F);

impl<'de, M, K, V, F> Visitor<'de> for Entries<(M, K, V), F>
where
    M: Default,
    K: Validate,
    V: Validate,
    F: Fn(&mut M, K, V) -> bool,
{
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<M, A::Error> {
        let mut map = M::default();
        while let Some((Read(key), Read(value))) = entries.next_entry()? {
            if !(self.1)(&mut map, key, value) {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(map)
    }
}

macro_rules! maps {
    ($([$($generics:tt)*] [$($bounds:tt)*] $map:ident<K, V $(, $hasher:ident)?>);* $(;)?) => { $(
        impl<$($generics)*> Validate for $map<K, V $(, $hasher)?>
        where
            V: Validate,
            $($bounds)*
        {
            type Itself = Self;
            type Wire = Map<K, V>;
            const OWN_FORM: bool = true;

            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                for (key, value) in self {
                    let name = key.key();
                    key.validate(at.key(&name), issues);
                    value.validate(at.key(&name), issues);
                }
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                look::map::<K, V>(value, at, issues);
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Entries(PhantomData::<(Self, K, V)>, |map: &mut Self, key, value| map.insert(key, value).is_none()))
            }

            fn write<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
                serializer.collect_map(self.iter().map(|(key, value)| (Write(key), Write(value))))
            }
        }
    )* };
}

maps! {
    [K, V] [K: OrdKey] BTreeMap<K, V>;
    [K, V, S] [K: HashKey, S: BuildHasher + Default + Clone + 'static] HashMap<K, V, S>;
}
