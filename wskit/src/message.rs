//! What a declared message is. The macros implement these traits; you name them only in generic code.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::ErrorSet,
    maybe_send::{MaybeSend, MaybeSync},
    validate::Validate,
};

/// A value that can stand in a payload: it serialises, deserialises and can be validated.
pub trait Payload: Serialize + DeserializeOwned + Validate + MaybeSend + MaybeSync + 'static {}
impl<T: Serialize + DeserializeOwned + Validate + MaybeSend + MaybeSync + 'static> Payload for T {}

/// A message with a wire type of its own. Implemented by `#[event]`, `#[rpc]` and `#[response]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a message",
    label = "declared without a wire type",
    note = "annotate the type with `#[event]`, `#[rpc(response = ..)]` or `#[response]`"
)]
pub trait Message: Payload + DescribesType {
    /// The `type` of its frames, exact and case-sensitive.
    const TYPE: &'static str;
    /// `false` for a unit struct: its frames carry no `payload` key at all.
    const HAS_PAYLOAD: bool;
    /// Module path and name of the Rust type; tells two declarations of one wire type apart.
    const PATH: &'static str;
    /// The keys the message adds to `meta`; `()` when it adds none.
    type Meta: Meta;
}

/// A message that expects no answer. Implemented by `#[event]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "`{Self}` is not declared with `#[event]`",
    note = "declare an event with `#[event]`; in generic code, the bound `Rpc` takes rpcs, and the bound `Message` takes both"
)]
pub trait Event: Message {}

/// An event that clients may send: `#[event]` or `#[event(from = client)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event that clients send",
    label = "`{Self}` is no event from a client",
    note = "an rpc is registered with `.rpc(handler)`; an event is declared with `#[event]` or `#[event(from = client)]`"
)]
pub trait FromClient: Event {}

/// An event that the server may send: `#[event]` or `#[event(from = server)]`.
#[diagnostic::on_unimplemented(
    message = "the server does not send `{Self}`",
    label = "`{Self}` is not an event that the server sends",
    note = "declare it with `#[event]` or `#[event(from = server)]`, or an event with the same fields in its place; what \
            answers an rpc is sent by its handler, with `ctx.reply(..)`"
)]
pub trait FromServer: Event + Sent<Event = Self> {}

/// An event of the server under a name that only such an event has: what is asked of that name is not asked of anything
/// else, about which [`FromServer`] has said what is wrong.
#[doc(hidden)]
pub trait Sent {
    /// The type itself.
    type Event;
}

/// The keys in `meta` of an event that the server can send: none, because nothing that sends one asks for them.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the server sends no event that has `meta` keys of its own, and this one has those of `{Self}`",
    label = "declared with `meta = {Self}`",
    note = "only clients send such keys; put the fields of `{Self}` into the event's payload"
)]
pub trait NoMeta {}

impl NoMeta for () {}

/// An event that the server can send, as far as its keys in `meta` go.
#[doc(hidden)]
pub trait WithoutMeta {}

impl<M: FromServer<Meta: NoMeta>> WithoutMeta for M {}

/// What answers an rpc. Implemented by `#[response]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot answer an rpc",
    label = "not declared with `#[response]`",
    note = "annotate it with `#[response]` inside `wskit::message!`, or with `#[wskit::response]` outside, in place of \
            whatever it is declared as"
)]
pub trait Response: Message + DescribesResponse {}

/// A request that is answered exactly once. Implemented by `#[rpc]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an rpc",
    label = "`{Self}` is not declared with `#[rpc]`",
    note = "register an event with `.on(handler)`; declare an rpc with `#[rpc(response = ..)]`"
)]
pub trait Rpc: Message {
    /// What answers it.
    type Response: Response;
    /// What it reports on the way; [`NoProgress`] when it reports nothing.
    type Progress: Progress;
    /// The errors it declares; [`NoError`](crate::error::NoError) when it declares none.
    type Error: ErrorSet;
}

/// The keys a message adds to `meta`. Implemented by `#[meta]`, and by `()` for "none".
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not describe `meta` keys",
    label = "not declared with `#[meta]`",
    note = "annotate the struct with `#[meta]` inside `wskit::message!`, or with `#[wskit::meta]` outside"
)]
pub trait Meta: Payload + DescribesType {
    /// Whether any key is declared; `false` only for `()`.
    const DECLARED: bool;
}

impl Meta for () {
    const DECLARED: bool = false;
}

/// What an rpc reports while it is at work: a `#[data]` type, or anything else that a field can have for a type.
pub trait Progress: Payload + Validate<Wire: DescribesType> {}

impl<T: Payload + Validate<Wire: DescribesType>> Progress for T {}

/// What a handler of the rpc `M` reports with `ctx.progress(..)`: a value of the type that `progress = ..` names.
#[diagnostic::on_unimplemented(
    message = "the rpc `{M}` does not report its progress as `{Self}`",
    label = "`{M}` names no such type as its `progress`",
    note = "say what it reports where `{M}` is declared, `#[rpc(response = .., progress = Stage)]` with a type such as \
            `#[data] pub struct Stage {{ pub percent: u8 }}`, and report values of that type"
)]
pub trait ProgressOf<M>: Progress {}

#[diagnostic::do_not_recommend]
impl<M: Rpc<Progress = P>, P: Progress> ProgressOf<M> for P {}

/// The progress of an rpc that reports none: no value of it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum NoProgress {}

impl Validate for NoProgress {
    type Itself = Self;
    type Wire = Self;

    fn validate(&self, _: crate::validate::At<'_>, _: &mut crate::validate::Issues) {
        match *self {}
    }
}

// Supertraits, so that a type which is no message is one error and not a second one about its description.
#[cfg(feature = "schema")]
pub(crate) use crate::schema::Described as DescribesType;
#[cfg(feature = "schema")]
use crate::schema::{DescribeMessage as DescribesMessage, DescribeResponse as DescribesResponse};

/// Nothing: without the feature `schema` no message describes itself.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
pub trait DescribesMessage {}
#[cfg(not(feature = "schema"))]
impl<T> DescribesMessage for T {}

/// Nothing: without the feature `schema` no type describes itself.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
pub trait DescribesType {}
#[cfg(not(feature = "schema"))]
impl<T> DescribesType for T {}

/// Nothing: without the feature `schema` no response describes itself.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
pub trait DescribesResponse {}
#[cfg(not(feature = "schema"))]
impl<T> DescribesResponse for T {}

/// One wire type and the declaration it comes from; `protocol!` compares them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireType {
    /// The `type` of its frames.
    pub name: &'static str,
    /// Module path and name of the Rust type.
    pub path: &'static str,
}

impl WireType {
    /// The wire type of a message.
    #[must_use]
    pub const fn of<M: Message>() -> Self {
        Self { name: M::TYPE, path: M::PATH }
    }

    /// The wire type of an event that a topic carries.
    #[must_use]
    pub const fn of_carried<M: FromServer<Meta: NoMeta>>() -> Self {
        Self::of::<M>()
    }

    /// The wire type of what answers an rpc.
    #[must_use]
    pub const fn of_response<M: Rpc>() -> Self {
        Self::of::<M::Response>()
    }
}

/// An event, rpc or topic that `protocol!` can list.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be listed in a protocol",
    label = "not declared with `#[event]`, `#[rpc]` or `#[topic]`",
    note = "responses, data, meta and errors come along with the messages that use them"
)]
pub trait Declared: DescribesMessage {
    /// The wire types it brings: its own, and for an rpc its response's; none for a topic.
    const WIRE_TYPES: &'static [WireType];
    /// What `protocol!` compares of a topic.
    const TOPIC: Option<ListedTopic> = None;
}

/// A topic as `protocol!` compares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedTopic {
    /// The name of the Rust type.
    pub name: &'static str,
    /// Its text with the names of its values in braces.
    pub pattern: &'static str,
    /// Module path and name of the Rust type.
    pub path: &'static str,
    /// The events it carries.
    pub carries: &'static [WireType],
}
