use std::{
    borrow::Cow,
    hash::Hash,
    num::{
        NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
        NonZeroU64, NonZeroUsize,
    },
};

use super::members::items;

/// A value that is equal in Rust exactly when it is equal in JSON: what a set holds, and what `unique` compares.
///
/// Objects are none: with an `Option` inside, absent and null are one value in Rust and two in JSON. Neither are times,
/// which can be written in several ways.
#[diagnostic::on_unimplemented(
    message = "`unique` does not fit items of type `{Self}`",
    label = "JSON Schema compares such items in another way than Rust",
    note = "the items of a list that is `unique` are texts, integers, bools, Uuids, enums without data that derive `Eq` and `Hash`, or newtypes of these; compare others in your code"
)]
pub trait Scalar: Eq + Hash {}

items!(bool, char, String, Box<str>, Cow<'static, str>);
items!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);
items!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize);
items!(NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize);
