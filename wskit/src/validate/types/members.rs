//! What the keys of maps and the items of sets have to be, in one word for each collection.
//!
//! One word, because the compiler reports each of several bounds that a type does not keep. Generated code names keys and
//! items by `Itself`: where there is none, that is the same report in every place, and so one, and the rest is taken for an
//! error that is reported already.

use std::hash::Hash;

use super::{Key, Scalar};

/// The key of a HashMap.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be the keys of a HashMap that is sent",
    label = "not sent as a text, or not `Eq` and `Hash`",
    note = "the keys of a JSON object are texts: a String, a Uuid, a `#[data]` newtype of these, or a `#[data]` enum without data",
    note = "of anything else, such as a number, send a `Vec` of a `#[data]` struct with the key and the value",
    note = "a type of your own that is one of these needs `#[derive(Eq, Hash)]`"
)]
pub trait HashKey: Key + Eq + Hash {
    /// The type.
    type Itself;
}

/// The key of a BTreeMap.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be the keys of a BTreeMap that is sent",
    label = "not sent as a text, or not `Ord`",
    note = "the keys of a JSON object are texts: a String, a Uuid, a `#[data]` newtype of these, or a `#[data]` enum without data",
    note = "of anything else, such as a number, send a `Vec` of a `#[data]` struct with the key and the value",
    note = "a type of your own that is one of these needs `#[derive(Eq, PartialOrd, Ord)]`"
)]
pub trait OrdKey: Key + Ord {
    /// The type.
    type Itself;
}

/// The item of a HashSet.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be the items of a HashSet",
    label = "not a text, integer, bool, Uuid, enum without data or newtype of these; or one that is not `Eq` and `Hash`",
    note = "the items of a set are texts, integers, bools, Uuids, `#[data]` enums without data, or `#[data]` newtypes of \
            these; send anything else, such as a float or a struct, in a `Vec`",
    note = "a type of your own that is one of these needs `#[derive(Eq, Hash)]`"
)]
pub trait HashItem: Scalar {
    /// The type.
    type Itself;
}

/// The item of a BTreeSet.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be the items of a BTreeSet",
    label = "not a text, integer, bool, Uuid, enum without data or newtype of these; or one that is not `Eq`, `Hash` and `Ord`",
    note = "the items of a set are texts, integers, bools, Uuids, `#[data]` enums without data, or `#[data]` newtypes of \
            these; send anything else, such as a float or a struct, in a `Vec`",
    note = "a type of your own that is one of these needs `#[derive(Eq, Hash, PartialOrd, Ord)]`"
)]
pub trait OrdItem: Scalar + Ord {
    /// The type.
    type Itself;
}

/// A type with an order. In place of `Ord`, which alone the compiler would advise to derive.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` have no order, which a BTreeMap and a BTreeSet keep them in",
    label = "not `Ord`",
    note = "derive it where `{Self}` is declared: `#[derive(PartialOrd, Ord)]`, with `Eq` if that is not derived either"
)]
pub trait Ordered: Ord {}

#[diagnostic::do_not_recommend]
impl<T: Ord> Ordered for T {}

macro_rules! items {
    ($($type:ty),* $(,)?) => { $(
        impl $crate::validate::Scalar for $type {}

        impl $crate::validate::HashItem for $type {
            type Itself = Self;
        }

        impl $crate::validate::OrdItem for $type {
            type Itself = Self;
        }
    )* };
}

pub(in crate::validate) use items;
