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
    About, Direction, ErrorDoc, ErrorSetDoc, EventDoc, ParameterDoc, Protocol, ResponseDoc, RpcDoc, Schemas,
    TopicDoc, TypeDoc, TypeRef,
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

/// What a declaration says about a value of a topic. The macros call it.
#[doc(hidden)]
#[must_use]
pub fn parameter(name: &str, docs: &str, deprecated: Option<&str>, ty: TypeRef) -> ParameterDoc {
    ParameterDoc {
        name: name.to_owned(),
        docs: docs.to_owned(),
        deprecated: deprecated.map(str::to_owned),
        ty,
    }
}

/// A message or topic that can add itself to a document. Implemented by `#[event]`, `#[rpc]` and `#[topic]`.
pub trait DescribeMessage {
    /// Adds it and everything it uses.
    fn describe(builder: &mut Builder);
}

/// A value that can describe itself. Implemented for whatever can stand in a field.
pub trait DescribeValue {
    /// A use of its type; adds everything it refers to.
    fn describe(builder: &mut Builder) -> TypeRef;
}

#[diagnostic::do_not_recommend]
impl<T: crate::validate::Validate<Wire: Described>> DescribeValue for T {
    fn describe(builder: &mut Builder) -> TypeRef {
        builder.type_ref::<T::Wire>()
    }
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
