//! Reading and writing through [`Validate`] where serde's own form of a type is looser than its JSON Schema.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Validate;

/// A value that is read by [`Validate::read`].
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Read<T>(pub T);

impl<'de, T: Validate> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// A value that is written by [`Validate::write`].
#[derive(Debug)]
pub struct Write<'a, T>(pub &'a T);

impl<T: Validate> Serialize for Write<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// For `#[serde(with = "form")]`.
///
/// # Errors
///
/// What the serializer says, and a value that has no form on the wire.
pub fn serialize<T: Validate, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// For `#[serde(with = "form")]`.
///
/// # Errors
///
/// When the value is not of the form that the schema of `T` states.
pub fn deserialize<'de, T: Validate, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Stops the compilation where the name of a field's type hides what has to be seen: the macros tell by the name how a
/// value is read, and whether it may be absent. What the type says of both comes as values, because a bound here would be
/// one more error about a type that cannot be validated.
///
/// # Panics
///
/// In a constant, where it is a compile error.
pub const fn assert_named(own_form: bool, optional: bool) {
    assert!(
        !own_form,
        "the name of this type hides one that wskit reads in its own way, such as Uuid, HashSet or \
         HashMap; write that type here, or put it into a `#[data]` newtype"
    );
    assert!(
        !optional,
        "the name of this type hides an Option, so that nothing tells that the field may be absent; write `Option<..>` here"
    );
}

/// Tells whether a type can be validated: `Probe::<T>::VALIDATED` is the type's own constant where it can, and that of
/// [`Unknown`] where it cannot.
#[derive(Debug)]
pub struct Probe<T>(std::marker::PhantomData<T>);

impl<T: Validate> Probe<T> {
    /// It can.
    pub const VALIDATED: bool = true;
}

/// What is known of every type, which is nothing.
pub trait Unknown {
    /// It cannot.
    const VALIDATED: bool = false;
}

impl<T> Unknown for Probe<T> {}

/// Stops the compilation where `#[validate(skip)]` stands on a type that can be validated: the JSON Schema and TypeScript
/// would go on stating what Rust no longer checks.
///
/// # Panics
///
/// In a constant, where it is a compile error.
pub const fn assert_unknown(validated: bool) {
    assert!(
        !validated,
        "`#[validate(skip)]` is for types that wskit does not know; this one is validated, and its JSON Schema and \
         TypeScript say so: remove `#[validate(skip)]`"
    );
}
