//! A protocol as JSON Schema.

mod definitions;
mod errors;
mod frames;
mod walk;

use heck::ToKebabCase;
use serde_json::{Map, Value, json};
use wskit::schema::Protocol;

use crate::header;
use definitions::Definitions;

/// The whole schema.
pub(crate) fn document(protocol: &Protocol) -> Value {
    let definitions = Definitions::new(protocol);
    let mut defs = Map::new();
    defs.insert("client".to_owned(), frames::client(protocol, &definitions));
    defs.insert("server".to_owned(), frames::server(protocol, &definitions));
    defs.extend(definitions.into_all());

    let mut document = Map::new();
    document.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    document.insert("$comment".to_owned(), header::sentence(protocol).into());
    document.insert("$id".to_owned(), id(protocol).into());
    document.insert("title".to_owned(), format!("{} {}", protocol.name, protocol.version).into());
    if !protocol.docs.is_empty() {
        document.insert("description".to_owned(), protocol.docs.as_str().into());
    }
    document.insert("anyOf".to_owned(), json!([{ "$ref": "#/$defs/client" }, { "$ref": "#/$defs/server" }]));
    document.insert("$defs".to_owned(), defs.into());
    let mut document = document.into();
    walk::each_schema(&mut document, &mut |keywords| keywords.retain(|keyword, _| !is_internal(keyword)));
    document
}

/// What the document says to generators only.
fn is_internal(keyword: &str) -> bool {
    keyword.starts_with("x-wskit-")
}

/// `urn:wskit:chat:1.2.0`; what may not stand in a URN becomes a hyphen.
fn id(protocol: &Protocol) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' };
    let part = |text: &str| text.chars().map(allowed).collect::<String>();
    format!("urn:wskit:{}:{}", part(&protocol.name.to_kebab_case()), part(&protocol.version))
}
