//! The protocol document: what `protocol!` knows, as plain data.
//!
//! Every generator (TypeScript, JavaScript, JSON Schema) is a pure function of a [`Protocol`]. Feature `schema`.

mod aliases;
mod builder;
mod document;
mod safe_range;
mod types;

#[doc(hidden)]
pub use aliases::alias;
pub use builder::{Builder, DescribeError, Described};
pub use document::{
    About, Direction, ErrorDoc, ErrorSetDoc, EventDoc, Protocol, ResponseDoc, RpcDoc, Schemas, TypeDoc,
    TypeRef,
};
#[doc(hidden)]
pub use types::Transparent;

/// What a declaration says about itself. The macros call it.
#[doc(hidden)]
#[must_use]
pub fn about(name: &str, docs: &str, deprecated: Option<&str>, since: Option<&str>) -> About {
    About {
        name: name.to_owned(),
        docs: docs.to_owned(),
        deprecated: deprecated.map(str::to_owned),
        since: since.map(str::to_owned),
    }
}

/// A protocol declared with `protocol!`, which can describe itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a protocol",
    label = "not declared with `protocol!`",
    note = "declare it with `wskit::protocol!(pub Name {{ version = \"1.0.0\"; Message, .. }});`"
)]
pub trait DescribeProtocol {
    /// The document of the protocol.
    ///
    /// # Errors
    ///
    /// When two different types would share one name in TypeScript.
    fn protocol() -> Result<Protocol, DescribeError>;
}

/// A message that can add itself to a document. Implemented by `#[event]` and `#[rpc]`.
pub trait DescribeMessage {
    /// Adds the message and everything it uses.
    fn describe(builder: &mut Builder);
}

/// A response that can describe itself. Implemented by `#[response]`.
pub trait DescribeResponse {
    /// What its declaration says about it.
    fn about() -> About;
}

/// A set of errors that can describe itself. Implemented by `#[error]`.
pub trait DescribeErrors {
    /// The set, or `None` for an rpc without errors of its own.
    fn describe_errors(builder: &mut Builder) -> Option<ErrorSetDoc>;
}

impl DescribeErrors for crate::error::NoError {
    fn describe_errors(_: &mut Builder) -> Option<ErrorSetDoc> {
        None
    }
}
