use std::{error::Error as StdError, fmt, marker::PhantomData};

use super::{Code, ErrorReply, ErrorSet};
use crate::message::Rpc;

/// Why a handler failed: something to tell the client, or something to keep from it.
pub(crate) enum Cause {
    /// The client sees exactly this.
    Reply(Box<ErrorReply>),
    /// The client sees INTERNAL; this goes to the log and to `on_error`.
    Internal(Box<dyn StdError + Send + Sync>),
}

/// What an event handler, a middleware or a hook fails with.
///
/// `?` turns any error into one; its cause goes to the log and to `on_error`, the client sees `INTERNAL` and nothing
/// else. A [`Code`] or an [`ErrorReply`] is sent to the client as it is.
///
/// ```
/// use wskit::{Result, error::Code};
///
/// fn parse(text: &str) -> Result<u32> {
///     if text.is_empty() {
///         return Err(Code::InvalidArgument.with("a number is needed").into());
///     }
///     Ok(text.parse()?) // a ParseIntError: INTERNAL on the wire
/// }
/// # assert!(parse("x").is_err());
/// ```
pub struct Error(pub(crate) Cause);

/// What a handler of the rpc `M` fails with: like [`Error`], and `?` also takes the errors that `M` declares.
pub struct Failure<M>(pub(crate) Cause, PhantomData<fn() -> M>);

impl Error {
    /// An error for the log and `on_error`; the client sees `INTERNAL`.
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(Cause::Internal(cause.into()))
    }

    /// The code the client sees, such as `NOT_FOUND`; `INTERNAL` for a cause that is kept from it.
    #[must_use]
    pub fn code(&self) -> &str {
        match &self.0 {
            Cause::Reply(reply) => reply.code(),
            Cause::Internal(_) => Code::Internal.as_str(),
        }
    }
}

impl<M> Failure<M> {
    pub(crate) fn new(cause: Cause) -> Self {
        Self(cause, PhantomData)
    }

    fn reply(reply: ErrorReply) -> Self {
        Self::new(Cause::Reply(Box::new(reply)))
    }
}

impl<M: Rpc> Failure<M> {
    /// A declared error, which the client sees as it is unless its details are wrong. The macros call this.
    #[doc(hidden)]
    #[must_use]
    pub fn declared(error: impl ErrorSet) -> Self {
        error.into_reply().map_or_else(Self::from, Self::reply)
    }
}

/// What `?` turns into an [`Error`] besides a [`Code`] and an [`ErrorReply`]: any error, which the client sees as
/// `INTERNAL`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error that a handler of an event, a layer or a hook can fail with",
    label = "do not implement `EventError`, but fail with a code, which the client sees: \
             `.map_err(|_| Code::InvalidArgument)?` or `Err(Code::InvalidArgument.into())`; an `#[error]` is only sent by an rpc",
    note = "a `Code`, an `ErrorReply` and any `std::error::Error`, which an `#[error]` cannot be, are taken as they are"
)]
pub trait EventError {
    /// What goes to the log and to `on_error`.
    fn into_cause(self) -> Box<dyn StdError + Send + Sync>;
}

// What is said of a type that is no error is said by the trait.
#[diagnostic::do_not_recommend]
impl<E: Into<Box<dyn StdError + Send + Sync>>> EventError for E {
    fn into_cause(self) -> Box<dyn StdError + Send + Sync> {
        self.into()
    }
}

impl<E: EventError> From<E> for Error {
    fn from(error: E) -> Self {
        Self(Cause::Internal(error.into_cause()))
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        ErrorReply::from(code).into()
    }
}

impl From<ErrorReply> for Error {
    fn from(reply: ErrorReply) -> Self {
        Self(Cause::Reply(Box::new(reply)))
    }
}

/// What a handler of the rpc `M` may fail with, by `?` or `Err(..)`: an error that `M` declares, a [`Code`], an
/// [`ErrorReply`], an [`Error`], or any other error, which the client sees as `INTERNAL`.
///
/// The lifetime means nothing: of a trait the first parameter of which is the type `M`, the compiler would say, about `?`,
/// that the error has to implement `From<M>`.
#[diagnostic::on_unimplemented(
    message = "a handler of the rpc `{M}` cannot fail with `{Self}`",
    label = "`{Self}` is no error of `{M}`; do not implement `ErrorOf`, but declare it, `#[rpc(.., error = {Self})]` on `{M}` \
             (if `{M}` has an `error` already, add a variant there), or map it: `.map_err(|_| Code::NotFound)`",
    note = "any `std::error::Error` is taken too, and the client sees INTERNAL"
)]
pub trait ErrorOf<'any, M>: Failing {
    /// Why the handler failed.
    fn into_failure(self) -> Failure<M>;
}

// What is said of a type that is no such error is said by the trait.
#[diagnostic::do_not_recommend]
impl<M: Rpc, E: Into<Error>> ErrorOf<'_, M> for E {
    fn into_failure(self) -> Failure<M> {
        Failure::new(self.into().0)
    }
}

/// What a handler of some rpc may fail with. Without a parameter, so that it is certain that no other crate has it for a
/// [`Failure`]: else the impl below could be another one of `From<T> for T`.
#[doc(hidden)]
pub trait Failing {}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> Failing for E {}

// One impl for everything, so that about an error that does not fit, `?` says what `ErrorOf` says.
impl<M: Rpc, E: Failing + ErrorOf<'static, M>> From<E> for Failure<M> {
    fn from(error: E) -> Self {
        error.into_failure()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Reply(reply) => write!(f, "{}: {}", reply.code(), reply.message()),
            Cause::Internal(cause) => {
                write!(f, "{cause}")?;
                let mut source = cause.source();
                while let Some(next) = source {
                    write!(f, ": {next}")?;
                    source = next.source();
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({})", self.0)
    }
}

impl<M> fmt::Display for Failure<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<M> fmt::Debug for Failure<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({})", self.0)
    }
}
