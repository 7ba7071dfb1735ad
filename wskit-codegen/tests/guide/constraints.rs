//! What `docs/constraints.md` declares, and a type for every row of its table.

use std::collections::{BTreeMap, BTreeSet};

use super::judged::Types;

wskit::message!(
    #[data]
    pub struct Profile {
        #[validate(length(min = 1, max = 32), custom(no_blank_ends))]
        pub name: String,
        #[validate(length(max = 20), prefix("https://"))]
        pub homepage: Option<String>,
        #[validate(items(max = 3), unique, inner(length(min = 1), ascii))]
        pub tags: Vec<String>,
        #[validate(inner(inner(range(max = 100))))]
        pub scores: BTreeMap<String, Vec<u8>>,
        pub room: Option<RoomId>,
    }

    #[data]
    pub struct RoomId(#[validate(length(min = 1, max = 8), pattern("^[a-z-]*$"))] String);
);

wskit::message!(
    #[event]
    pub struct Volume {
        #[validate(range(max = 11))]
        pub level: u8,
    }
);

fn no_blank_ends(name: &str) -> Result<(), &'static str> {
    if name.trim() == name { Ok(()) } else { Err("must not start or end with a blank") }
}

/// A type with one constraint each, named as the page's table writes it.
macro_rules! rows {
    ($($name:ident: [$($rule:tt)*] [$($ty:tt)*];)*) => {
        $(
            #[wskit::data]
            pub struct $name(#[validate($($rule)*)] $($ty)*);
        )*

        /// `(name in TypeScript, constraint, type)`
        pub(crate) const ROWS: &[(&str, &str, &str)] =
            &[$((stringify!($name), stringify!($($rule)*), stringify!($($ty)*)),)*];

        pub(crate) fn add(types: &mut Types) {
            $( types.add::<$name>(stringify!($name)); )*
        }
    };
}

rows! {
    LengthOfText: [length(min = 2, max = 4)] [String];
    LengthOfList: [length(equal = 2)] [Vec<bool>];
    LengthOfMap: [length(max = 1)] [BTreeMap<String, u8>];
    ItemsOfList: [items(min = 1)] [Vec<bool>];
    ItemsOfSet: [items(max = 2)] [BTreeSet<u8>];
    RangeOfInteger: [range(min = 1, max = 5)] [u8];
    RangeOfFloat: [range(exclusive_min = 0, exclusive_max = 1)] [f64];
    PatternOfText: [pattern("^[a-z]+$")] [String];
    Email: [email] [String];
    Link: [url] [String];
    Address: [ip] [String];
    AddressV4: [ip(v4)] [String];
    AddressV6: [ip(v6)] [String];
    Ascii: [ascii] [String];
    Contains: [contains("@")] [String];
    Prefix: [prefix("#")] [String];
    Suffix: [suffix(".png")] [String];
    Unique: [unique] [Vec<String>];
    InnerOfList: [inner(length(max = 3))] [Vec<String>];
    InnerOfMap: [inner(range(max = 9))] [BTreeMap<String, u8>];
}
