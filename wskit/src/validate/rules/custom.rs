use std::{borrow::Cow, marker::PhantomData, ops::Deref};

use super::Apply;
use crate::validate::{At, Issues};

/// `custom(path)`: a function of the server's, `fn(&T) -> Result<(), impl Into<Cow<'static, str>>>`.
///
/// A client cannot run it, so the schema only says that it is there.
#[derive(Clone, Copy, Debug)]
pub struct Custom {
    /// The function, as it is written.
    pub path: &'static str,
}

/// A function that `custom` can call with a value of the type `T`, or with what that dereferences to. `How` says which.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function that can check a `{T}`",
    label = "not a `fn(&{T}) -> Result<(), E>`",
    note = "write `fn name(value: &{T}) -> Result<(), &'static str>`: `Ok(())`, or `Err` with the words for the client, which \
            may also be a `String`",
    note = "of a `String` it may also take a `&str`, of a `Vec<T>` a `&[T]`"
)]
pub trait Checks<T: ?Sized, How>: Sized {
    /// What is wrong with a value.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc, reason = "never called by users")]
    fn check(self, value: &T) -> Result<(), Cow<'static, str>>;
}

/// A function of the type itself.
#[derive(Debug)]
pub struct Directly<E>(PhantomData<E>);

/// A function of what the type dereferences to.
#[derive(Debug)]
pub struct Through<How>(PhantomData<How>);

impl<F, T: ?Sized, E> Checks<T, Directly<E>> for F
where
    F: FnOnce(&T) -> Result<(), E>,
    E: Into<Cow<'static, str>>,
{
    #[inline]
    fn check(self, value: &T) -> Result<(), Cow<'static, str>> {
        self(value).map_err(Into::into)
    }
}

impl<F, T: Deref + ?Sized, How> Checks<T, Through<How>> for F
where
    F: Checks<T::Target, How>,
{
    #[inline]
    fn check(self, value: &T) -> Result<(), Cow<'static, str>> {
        self.check(&**value)
    }
}

impl Custom {
    /// Checks a value with the function, or names it in the schema.
    #[inline]
    pub fn apply<T: ?Sized, How>(self, to: &mut Apply<'_, T>, function: impl Checks<T, How>) {
        match to {
            Apply::Check { value, at, issues } => report(function.check(value), *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe(schema),
        }
    }

    /// The same for a value that may be absent: then there is nothing to check.
    #[inline]
    pub fn apply_to_some<T, How>(self, to: &mut Apply<'_, Option<T>>, function: impl Checks<T, How>) {
        match to {
            Apply::Check { value: Some(value), at, issues } => report(function.check(value), *at, issues),
            Apply::Check { value: None, .. } => {}
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe(schema),
        }
    }

    /// A comment, because a strict validator refuses keywords it does not know.
    #[cfg(feature = "schema")]
    fn describe(self, schema: &mut schemars::Schema) {
        let own = format!("also checked by the server: {}", self.path);
        let comment = match schema.get("$comment").and_then(serde_json::Value::as_str) {
            Some(stated) => format!("{stated}; {own}"),
            None => own,
        };
        schema.insert("$comment".to_owned(), comment.into());
    }
}

fn report(checked: Result<(), Cow<'static, str>>, at: At<'_>, issues: &mut Issues) {
    if let Err(why) = checked {
        issues.add(at, "custom", why);
    }
}
