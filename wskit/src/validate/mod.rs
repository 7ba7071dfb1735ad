//! Validation: every value says what is wrong with it, all at once, in wire names.
//!
//! [`Validate`] is implemented by the macros for declared types and here for everything a payload can be made of. A
//! violation is an [`Issue`] with a JSON pointer, a stable code and a sentence.

mod at;
mod deferred;
mod explain;
mod impls;
pub mod inspect;
mod issues;
mod look;
pub mod rules;

pub use at::At;
pub(crate) use at::push_escaped;
pub use deferred::{deferred, is_deferred};
pub use impls::MAX_SAFE_INTEGER;
pub use issues::{Invalid, Issue, Issues, MAX_ISSUES};

/// A value that can be checked against its declared constraints.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be validated",
    label = "not a wskit type",
    note = "annotate the type with `#[data]`, or opt out with `#[validate(skip)]` on the field"
)]
pub trait Validate {
    /// Adds an issue for every violated constraint, in the order of declaration. `at` is the place of this value.
    fn validate(&self, at: At<'_>, issues: &mut Issues);

    /// Adds what is wrong with a JSON value that could not be read as this type; nothing when the type has no more to
    /// say than serde's own message. Called only then.
    fn inspect(value: &serde_json::Value, at: At<'_>, issues: &mut Issues)
    where
        Self: Sized,
    {
        let _ = (value, at, issues);
    }
}

/// Checks a value on its own.
///
/// # Errors
///
/// Everything that is wrong with it, paths relative to the value.
pub fn check<T: Validate + ?Sized>(value: &T) -> Result<(), Invalid> {
    let mut issues = Issues::default();
    value.validate(At::root(""), &mut issues);
    issues.into_result()
}
