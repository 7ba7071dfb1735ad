//! A protocol as JSON Schema.

mod definitions;
mod draft07;
mod errors;
mod frames;
mod walk;

use heck::ToKebabCase;
use serde_json::{Map, Value, json};
use wskit::schema::Protocol;

use crate::header;
use definitions::Definitions;

/// Which JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Draft {
    Draft202012,
    Draft07,
}

impl Draft {
    fn url(self) -> &'static str {
        match self {
            Self::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
            Self::Draft07 => "http://json-schema.org/draft-07/schema#",
        }
    }
}

/// The whole schema.
pub(crate) fn document(protocol: &Protocol, draft: Draft) -> Value {
    let definitions = Definitions::new(protocol);
    let mut defs = Map::new();
    defs.insert("client".to_owned(), frames::client(protocol, &definitions));
    defs.insert("server".to_owned(), frames::server(protocol, &definitions));
    defs.extend(definitions.into_all());

    let mut document = Map::new();
    document.insert("$schema".to_owned(), draft.url().into());
    document.insert("$comment".to_owned(), header::sentence(protocol).into());
    document.insert("$id".to_owned(), id(protocol, draft).into());
    document.insert("title".to_owned(), format!("{} {}", protocol.name, protocol.version).into());
    if !protocol.docs.is_empty() {
        document.insert("description".to_owned(), protocol.docs.as_str().into());
    }
    document.insert("anyOf".to_owned(), json!([{ "$ref": "#/$defs/client" }, { "$ref": "#/$defs/server" }]));
    document.insert("$defs".to_owned(), defs.into());
    let mut document = document.into();
    walk::each_schema(&mut document, &mut |keywords| keywords.retain(|keyword, _| !is_internal(keyword)));
    if draft == Draft::Draft07 {
        draft07::rewrite(&mut document);
    }
    document
}

/// What the document says to generators only.
fn is_internal(keyword: &str) -> bool {
    keyword.starts_with("x-wskit-")
}

/// `urn:wskit:chat:1.2.0`, with `:draft-07` behind it in that draft; what may not stand in a URN becomes a hyphen.
fn id(protocol: &Protocol, draft: Draft) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' };
    let part = |text: &str| text.chars().map(allowed).collect::<String>();
    let draft = if draft == Draft::Draft07 { ":draft-07" } else { "" };
    format!("urn:wskit:{}:{}{draft}", part(&protocol.name.to_kebab_case()), part(&protocol.version))
}
