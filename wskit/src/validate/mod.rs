//! Validation: every value says what is wrong with it, all at once, in wire names.
//!
//! [`Validate`] is implemented by the macros for declared types and here for everything a payload can be made of. A
//! violation is an [`Issue`] with a JSON pointer, a stable code and a sentence.

use std::fmt::Debug;

use serde::{Deserializer, Serialize, Serializer, de::DeserializeOwned};

mod at;
mod deferred;
pub mod digits;
mod explain;
pub mod form;
pub mod inspect;
mod issues;
mod look;
pub mod rules;
pub(crate) mod text;
pub(crate) mod tree;
mod types;

pub use at::At;
pub(crate) use at::push_escaped;
pub use deferred::{deferred, is_deferred};
pub use issues::{Invalid, Issue, Issues, MAX_ISSUES};
pub use text::{Text, TextForm};
pub use types::{HashItem, HashKey, Key, MAX_SAFE_INTEGER, Map, OrdItem, OrdKey, Ordered, Scalar};

/// A value that can be checked against its declared constraints.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be validated",
    label = "not a wskit type",
    note = "a type of your own: annotate it with `#[data]` inside `wskit::message!`, or with `#[wskit::data]` outside",
    note = "a type of uuid, chrono, jiff, url, bytes or rust_decimal: turn on the feature of wskit with that name; \
            a point in time is a `chrono::DateTime<Utc>` or a `jiff::Timestamp`",
    note = "a span of time: whole milliseconds in a `u64`; a path: a `String`",
    note = "a field of any other type that serde, schemars and ts-rs know: opt out with `#[validate(skip)]` on it"
)]
pub trait Validate: Debug + Clone + PartialEq + Serialize + DeserializeOwned + 'static {
    /// The type whose JSON Schema and TypeScript say how this one stands on the wire: `Self` where it derives both.
    type Wire;

    /// The type itself. Generated code names the arguments of generic types by it, so that one which cannot be validated is
    /// reported once.
    #[doc(hidden)]
    type Itself;

    /// Whether [`read`](Self::read) or [`Wire`](Self::Wire) differ from what serde and schemars make of the type.
    #[doc(hidden)]
    const OWN_FORM: bool = false;

    /// Whether serde takes an absent field of this type for a value.
    #[doc(hidden)]
    const OPTIONAL: bool = false;

    /// Whether any key of an object is one of these.
    #[doc(hidden)]
    const PLAIN_KEY: bool = false;

    /// Looks at a JSON value of this type: validates it when it can be read, and inspects it when it cannot.
    #[doc(hidden)]
    fn look(value: &serde_json::Value, at: At<'_>, issues: &mut Issues) {
        inspect::value::<Self>(value, at, issues, Self::inspect, Self::validate);
    }

    /// Adds an issue for every violated constraint, in the order of declaration. `at` is the place of this value.
    fn validate(&self, at: At<'_>, issues: &mut Issues);

    /// Adds what is wrong with a JSON value that could not be read as this type; nothing when the type has no more to
    /// say than serde's own message. Called only then.
    fn inspect(value: &serde_json::Value, at: At<'_>, issues: &mut Issues) {
        let _ = (value, at, issues);
    }

    /// Reads a value of exactly the form that its schema states.
    ///
    /// # Errors
    ///
    /// Anything else.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// Writes a value in the form that its schema states.
    ///
    /// # Errors
    ///
    /// A value that has none, and what the serializer says.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

/// Reads a value from JSON and validates it; the one way the router reads payloads.
///
/// ```
/// use wskit::validate;
///
/// wskit::message!(
///     #[data]
///     pub struct Point { pub x: u8, pub y: u8 }
/// );
///
/// let wrong = validate::from_json::<Point>(r#"{"x": 300, "z": 1}"#).unwrap_err();
/// let issues: Vec<_> = wrong.issues().iter().map(|issue| (issue.path.as_str(), &*issue.code)).collect();
/// assert_eq!(issues, [("/z", "unknown_field"), ("/x", "range"), ("/y", "missing_field")]);
/// ```
///
/// # Errors
///
/// Everything that is wrong with it, structure and constraints alike, paths relative to the value.
pub fn from_json<T: Validate>(text: &str) -> Result<T, Invalid> {
    let mut issues = Issues::default();
    read(text, At::root(""), &mut issues).ok_or_else(|| issues.into_invalid())
}

/// Reads a value and validates it; `None` and issues when anything is wrong.
pub(crate) fn read<T: Validate>(text: &str, at: At<'_>, issues: &mut Issues) -> Option<T> {
    match deferred(|| serde_json::from_str::<form::Read<T>>(text)) {
        Ok(form::Read(value)) => validated(value, at, issues),
        Err(_) => read_slowly(text, at, issues),
    }
}

/// What cannot be read at once is read as JSON, of bounded depth, which a frame that passed its size limit can afford.
#[cold]
pub(crate) fn read_slowly<T: Validate>(text: &str, at: At<'_>, issues: &mut Issues) -> Option<T> {
    let before = issues.count();
    let value = match tree::parse(text, at, issues) {
        Ok(value) => value,
        Err(error) => {
            explain::unreadable(&error, at, issues);
            return None;
        }
    };
    if issues.count() == before
        && let Ok(read) = deferred(|| T::read(&value))
    {
        // Nothing was wrong but the spelling of a number.
        return validated(read, at, issues);
    }
    inspect::value::<T>(&value, at, issues, T::inspect, |_, _, _| {});
    None
}

/// The value, unless it breaks one of its constraints.
pub(crate) fn validated<T: Validate>(value: T, at: At<'_>, issues: &mut Issues) -> Option<T> {
    let before = issues.count();
    value.validate(at, issues);
    (issues.count() == before).then_some(value)
}

/// Checks a value on its own.
///
/// # Errors
///
/// Everything that is wrong with it, paths relative to the value.
pub fn check<T: Validate>(value: &T) -> Result<(), Invalid> {
    let mut issues = Issues::default();
    value.validate(At::root(""), &mut issues);
    issues.into_result()
}
