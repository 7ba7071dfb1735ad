//! Errors: the codes of the wire, the error a client sees, and what a handler may fail with.
//!
//! | you have | in an event handler | in an rpc handler |
//! |---|---|---|
//! | a standard [`Code`] | `Err(Code::NotFound)?` | `ctx.error(Code::NotFound)`, or `?` |
//! | a code and words | `Err(Code::NotFound.with("no such room"))?` | `ctx.error(Code::NotFound.with("no such room"))`, or `?` |
//! | a declared `#[error]` | | `ctx.error(JoinError::RoomFull { limit })`, or `?` |
//! | any other error | `?`: the client sees INTERNAL and nothing of the cause | the same |

mod code;
mod declared;
mod failure;
mod reply;
mod sanitize;

pub use code::{Code, Retryable};
#[doc(hidden)]
pub use declared::{declared_details, declared_reply, declared_retryable};
pub(crate) use failure::Cause;
#[doc(hidden)]
pub use failure::Failing;
pub use failure::{Error, ErrorOf, EventError, Failure};
pub use reply::{ErrorReply, RetryAfter};

use crate::{message::Rpc, send_error::SendError};

/// The result of an event handler or hook.
pub type Result<T, E = Error> = std::result::Result<T, E>;

// A supertrait, so that a type which is no error set is one error and not a second one about its description.
#[cfg(feature = "schema")]
pub use crate::schema::DescribeErrors as DescribesErrors;

/// Nothing: without the feature `schema` no error set describes itself.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
pub trait DescribesErrors {}
#[cfg(not(feature = "schema"))]
impl<T> DescribesErrors for T {}

/// A set of errors that an rpc declares. Implemented by `#[error]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not declare wire errors",
    label = "not declared with `#[error]`",
    note = "declare an enum, with `#[error]` inside `wskit::message!` or `#[wskit::error]` outside; its variants are the errors"
)]
pub trait ErrorSet: Sized + DescribesErrors + 'static {
    /// The error as a client sees it.
    ///
    /// # Errors
    ///
    /// When its details break a constraint of their types, such as a float that is not a number, or cannot be written as
    /// JSON.
    fn into_reply(self) -> Result<ErrorReply, SendError>;
}

/// An rpc that declares the errors `E`. Implemented by `#[rpc(error = E)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not declare the error `{E}`",
    label = "not an error of this rpc",
    note = "declare it: `#[rpc(response = .., error = {E})]` on `{Self}`; if `{Self}` has an `error` already, give that enum \
            a variant for it; or answer with a standard code: `ctx.error(Code::NotFound)`"
)]
pub trait Declares<E>: Rpc {}

/// What the rpc `M` may answer with instead of a response: its declared errors, or a standard code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error that an rpc can answer with",
    label = "not declared with `#[error]`",
    note = "annotate the enum with `#[error]` and name it in `#[rpc(error = ..)]`, or answer with a standard code: \
            `ctx.error(Code::NotFound)`; any other error is passed on with `?` and answered with INTERNAL"
)]
pub trait RpcError<M: Rpc> {
    /// The error as a client sees it.
    ///
    /// # Errors
    ///
    /// When its details break a constraint of their types, such as a float that is not a number, or cannot be written as
    /// JSON.
    fn into_reply(self) -> Result<ErrorReply, SendError>;
}

impl<M: Rpc> RpcError<M> for Code {
    fn into_reply(self) -> Result<ErrorReply, SendError> {
        Ok(self.into())
    }
}

impl<M: Rpc> RpcError<M> for ErrorReply {
    fn into_reply(self) -> Result<ErrorReply, SendError> {
        Ok(self)
    }
}

/// The errors of an rpc that declares none: no value of it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoError {}

impl ErrorSet for NoError {
    fn into_reply(self) -> Result<ErrorReply, SendError> {
        match self {}
    }
}
