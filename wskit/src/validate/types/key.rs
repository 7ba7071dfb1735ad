use std::borrow::Cow;

use crate::validate::{HashKey, OrdKey, Validate};

/// What the keys of a map can be: text, equal in Rust exactly when it is equal on the wire.
pub trait Key: Validate {
    /// The key as it stands on the wire.
    fn key(&self) -> Cow<'_, str>;
}

macro_rules! texts {
    ($($type:ty),* $(,)?) => { $(
        impl Key for $type {
            #[inline]
            fn key(&self) -> Cow<'_, str> {
                Cow::Borrowed(self)
            }
        }
    )* };
}

texts!(String, Box<str>, Cow<'static, str>);

// Written out, because the compiler shows these impls where one is missing.
impl HashKey for String {
    type Itself = Self;
}

impl OrdKey for String {
    type Itself = Self;
}

impl HashKey for Box<str> {
    type Itself = Self;
}

impl OrdKey for Box<str> {
    type Itself = Self;
}

impl HashKey for Cow<'static, str> {
    type Itself = Self;
}

impl OrdKey for Cow<'static, str> {
    type Itself = Self;
}
