use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A whole protocol as plain data; can be saved, read back and compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Protocol {
    /// The name given to `protocol!`, such as `Chat`.
    pub name: String,
    /// The version given to `protocol!`.
    pub version: String,
    /// Its doc comment; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Events in the order of `protocol!`.
    pub events: Vec<EventDoc>,
    /// Rpcs in the order of `protocol!`.
    pub rpcs: Vec<RpcDoc>,
    /// The error sets of the rpcs, each once, in the order of first use.
    pub errors: Vec<ErrorSetDoc>,
    /// Topics in the order of `protocol!`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicDoc>,
    /// Every named type that a payload, meta, error or topic uses, each once, sorted by name.
    pub types: Vec<TypeDoc>,
    /// The `$defs` that the schemas of the whole document refer to.
    ///
    /// Beside the keywords of JSON Schema they may have some for generators, which a published schema leaves out:
    ///
    /// - `x-wskit-code`: the code of the issue of a value that breaks the `pattern` beside it, where that is not `pattern`;
    ///   `variant` beside an `anyOf` that is an untagged enum.
    /// - `x-wskit-format`: the Rust type of which the keywords beside it come, so that a value which breaks them cannot be
    ///   read at all: `uint8`, `int64`, `float`, ..., `char`, `array`, `set`; `list` where they are constraints.
    /// - `x-wskit-deprecated`: the note of `#[deprecated]`, beside `deprecated`.
    pub definitions: Schemas<BTreeMap<String, Value>>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventDoc {
    /// The `type` of its frames.
    #[serde(rename = "type")]
    pub wire_type: String,
    /// Who sends it.
    pub direction: Direction,
    /// Doc comment, deprecation, version.
    #[serde(flatten)]
    pub about: About,
    /// Its payload; `None` for a unit struct.
    pub payload: Option<TypeRef>,
    /// The keys it adds to `meta`.
    pub meta: Option<TypeRef>,
}

/// An rpc.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RpcDoc {
    /// The `type` of its requests.
    #[serde(rename = "type")]
    pub wire_type: String,
    /// Doc comment, deprecation, version.
    #[serde(flatten)]
    pub about: About,
    /// Its payload; `None` for a unit struct.
    pub payload: Option<TypeRef>,
    /// The keys it adds to `meta`.
    pub meta: Option<TypeRef>,
    /// What it reports on the way.
    pub progress: Option<TypeRef>,
    /// What answers it.
    pub response: ResponseDoc,
    /// The Rust name of its error set, to be found in [`Protocol::errors`].
    pub error: Option<String>,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseDoc {
    /// The `type` of its frames.
    #[serde(rename = "type")]
    pub wire_type: String,
    /// Doc comment, deprecation, version.
    #[serde(flatten)]
    pub about: About,
    /// Its payload; `None` for a unit struct.
    pub payload: Option<TypeRef>,
}

/// A topic that is a type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TopicDoc {
    /// Its text with the names of its parameters in braces, such as `room:{roomId}`.
    pub pattern: String,
    /// Doc comment, deprecation, version.
    #[serde(flatten)]
    pub about: About,
    /// The values that stand in its text, in their order there; none where the text is always the same.
    pub parameters: Vec<ParameterDoc>,
    /// The wire types of the events it carries, to be found in [`Protocol::events`].
    pub carries: Vec<String>,
}

/// A value that stands in the text of a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParameterDoc {
    /// Its name in the pattern.
    pub name: String,
    /// Its doc comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The note of `#[deprecated]`, empty for a bare one; `None` when it is not deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Its type; in the topic it stands without quotes.
    #[serde(rename = "type")]
    pub ty: TypeRef,
}

/// Who sends an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// Only clients.
    Client,
    /// Only the server.
    Server,
    /// Both.
    Both,
}

impl Direction {
    /// Whether clients send it.
    #[must_use]
    pub fn from_client(self) -> bool {
        self != Self::Server
    }

    /// Whether the server sends it.
    #[must_use]
    pub fn from_server(self) -> bool {
        self != Self::Client
    }
}

/// A use of a type: its TypeScript expression and its schema, which may refer to [`Protocol::definitions`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeRef {
    /// A TypeScript type expression, such as `JoinRoom` or `number`.
    pub typescript: String,
    /// JSON Schema 2020-12.
    pub schema: Schemas<Value>,
}

/// One thing in its two forms: what is accepted and what is sent. They differ where serde says so (defaults, aliases).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schemas<T> {
    /// What a receiver accepts.
    pub receive: T,
    /// What a sender sends.
    pub send: T,
}

/// A named type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeDoc {
    /// Its name in TypeScript.
    pub name: String,
    /// Its doc comment, one line an element.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its TypeScript declaration as ts-rs writes it: `type Name = ...;` on one line, docs of fields included.
    pub typescript: String,
}

/// The errors an rpc declares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorSetDoc {
    /// The Rust name of the enum.
    pub name: String,
    /// Its doc comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its errors in the order of declaration.
    pub errors: Vec<ErrorDoc>,
}

/// One declared error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDoc {
    /// The code on the wire.
    pub code: String,
    /// Its doc comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Whether trying again can help; `None` where it is not said.
    pub retryable: Option<bool>,
    /// Its details, an object; `None` for a variant without fields.
    pub details: Option<TypeRef>,
}

/// What a declaration says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The Rust name.
    pub name: String,
    /// The doc comment; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The note of `#[deprecated]`, empty for a bare one; `None` when it is not deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The protocol version that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}
