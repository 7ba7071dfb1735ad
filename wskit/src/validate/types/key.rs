use std::borrow::Cow;

use crate::validate::Validate;

/// What the keys of a map can be: text, equal in Rust exactly when it is equal on the wire.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be the keys of a map",
    label = "no text on the wire",
    note = "the keys of a HashMap or BTreeMap are String, Uuid, a `#[data]` newtype of these, or a `#[data]` enum without data"
)]
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
