use std::borrow::Cow;

use super::members::keys;
use crate::validate::Validate;

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
keys!(String, Box<str>, Cow<'static, str>);
