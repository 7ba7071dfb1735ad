//! The emitters: each a pure function of the document.
//!
//! They write the names of a document as they are. Names that collide in an output are [`Generator`](crate::Generator)'s
//! to report, before it emits anything.

use heck::ToKebabCase;
use serde_json::{Map, Value};
use wskit::schema::Protocol;

use crate::{
    File, header, order,
    schema::{self, Draft},
    typescript, validators,
};

const CLIENT_TS: &str = include_str!("../client/src/client.ts");
const CLIENT_JS: &str = include_str!("../client/dist/client.js");
const CLIENT_D_TS: &str = include_str!("../client/dist/client.d.ts");

/// `protocol.ts`, the protocol as types; `client.ts`, the client that takes them; and `schemas.ts`, validators of
/// everything that messages carry.
///
/// A validator gives the server's verdict about a value, with the codes and places of its issues, through the interface
/// of [Standard Schema](https://standardschema.dev). Constraints of the kind `custom(fn)` are the server's alone.
///
/// ```
/// # let protocol = wskit::schema::Builder::new("Chat", "1.0.0", "").finish().unwrap();
/// let files = wskit_codegen::emit::typescript(&protocol);
/// assert!(files[0].contents.contains("export interface Chat {"));
/// ```
#[must_use]
pub fn typescript(protocol: &Protocol) -> Vec<File> {
    vec![
        File::new("protocol.ts", typescript::module(protocol)),
        client("client.ts", CLIENT_TS),
        File::new("schemas.ts", validators::typescript(protocol)),
    ]
}

/// The same for plain JavaScript, with the types beside it: `protocol.js`, `client.js` and `schemas.js`, and a `.d.ts` for
/// each.
///
/// A protocol is types only, so `protocol.js` is an empty module; it is there for `import("./protocol.js").Chat` in a
/// JSDoc comment to resolve.
///
/// ```
/// # let protocol = wskit::schema::Builder::new("Chat", "1.0.0", "").finish().unwrap();
/// let names: Vec<_> = wskit_codegen::emit::javascript(&protocol).into_iter().map(|file| file.path).collect();
/// assert_eq!(names.len(), 6);
/// ```
#[must_use]
pub fn javascript(protocol: &Protocol) -> Vec<File> {
    vec![
        File::new("protocol.js", format!("{}\n\nexport {{}};\n", header::line(protocol))),
        File::new("protocol.d.ts", typescript::module(protocol)),
        client("client.js", CLIENT_JS),
        client("client.d.ts", CLIENT_D_TS),
        File::new("schemas.js", validators::javascript(protocol)),
        File::new("schemas.d.ts", validators::declarations(protocol)),
    ]
}

/// `<name>.schema.json`, JSON Schema 2020-12: every type under `$defs`, beside `client` and `server`, the whole strict
/// frames that each side sends.
///
/// - `client` is what a server accepts, `server` is what a server sends. Where a type reads differently in the two
///   (serde's defaults and aliases), what is sent stands beside it as `<type>.sent`.
/// - `meta` lists the keys that may be on the wire. `clientId` and `receivedAt`, which a server strips before it looks,
///   are not among them.
/// - Error payloads are checked against the declared errors by their `code`; a standard code, and a code nobody
///   declared, may carry any details.
///
/// ```
/// # let protocol = wskit::schema::Builder::new("TeamChat", "1.0.0", "").finish().unwrap();
/// let files = wskit_codegen::emit::json_schema(&protocol);
/// assert_eq!(files[0].path.to_str(), Some("team-chat.schema.json"));
/// ```
#[must_use]
pub fn json_schema(protocol: &Protocol) -> Vec<File> {
    let name = format!("{}.schema.json", protocol.name.to_kebab_case());
    vec![File::new(name, json(&schema::document(protocol, Draft::Draft202012)))]
}

/// `<name>.draft-07.schema.json`: the same in JSON Schema draft-07, for tools that read no later one. Types are under
/// `definitions`.
///
/// ```
/// # let protocol = wskit::schema::Builder::new("TeamChat", "1.0.0", "").finish().unwrap();
/// let files = wskit_codegen::emit::json_schema_draft07(&protocol);
/// assert_eq!(files[0].path.to_str(), Some("team-chat.draft-07.schema.json"));
/// ```
#[must_use]
pub fn json_schema_draft07(protocol: &Protocol) -> Vec<File> {
    let name = format!("{}.draft-07.schema.json", protocol.name.to_kebab_case());
    vec![File::new(name, json(&schema::document(protocol, Draft::Draft07)))]
}

/// `wskit.json`: the document itself. It reads back as a [`Protocol`] with serde.
///
/// Its types are in the order of their use, which is the same on every machine.
///
/// ```
/// # let protocol = wskit::schema::Builder::new("Chat", "1.0.0", "").finish().unwrap();
/// let files = wskit_codegen::emit::document(&protocol);
/// let back: wskit::schema::Protocol = serde_json::from_str(&files[0].contents).unwrap();
/// assert_eq!(back, protocol);
/// ```
#[must_use]
pub fn document(protocol: &Protocol) -> Vec<File> {
    let types = order::by_use(protocol).into_iter().cloned().collect();
    let protocol = &Protocol { types, ..protocol.clone() };
    let mut document = Map::new();
    document.insert("$comment".to_owned(), header::sentence(protocol).into());
    if let Ok(Value::Object(fields)) = serde_json::to_value(protocol) {
        document.extend(fields);
    }
    vec![File::new("wskit.json", json(&Value::Object(document)))]
}

fn client(name: &str, source: &str) -> File {
    File::new(name, format!("{}\n\n{source}", header::CLIENT_LINE))
}

fn json(value: &Value) -> String {
    format!("{value:#}\n")
}
