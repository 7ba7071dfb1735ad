//! Maps: objects of any keys.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, Hash},
};

use serde::{Deserialize, Deserializer, Serializer};
use serde_json::Value;

use super::{Key, Map};
use crate::validate::{
    At, Issues, Validate,
    form::{Read, Write},
    look,
};

macro_rules! maps {
    ($([$($generics:tt)*] [$($bounds:tt)*] $map:ident<K, V $(, $hasher:ident)?>);* $(;)?) => { $(
        impl<$($generics)*> Validate for $map<K, V $(, $hasher)?>
        where
            K: Key,
            V: Validate,
            $($bounds)*
        {
            type Wire = Map<K, V>;
            const OWN_FORM: bool = !K::PLAIN_KEY || V::OWN_FORM;

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
                let read = $map::<Read<K>, Read<V> $(, $hasher)?>::deserialize(deserializer)?;
                Ok(read.into_iter().map(|(Read(key), Read(value))| (key, value)).collect())
            }

            fn write<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
                serializer.collect_map(self.iter().map(|(key, value)| (Write(key), Write(value))))
            }
        }
    )* };
}

maps! {
    [K, V] [K: Ord] BTreeMap<K, V>;
    [K, V, S] [K: Eq + Hash, S: BuildHasher + Default] HashMap<K, V, S>;
}
