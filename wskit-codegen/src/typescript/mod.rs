//! A protocol as a TypeScript module.

mod docs;
mod layout;
mod maps;
mod token;
mod tree;
mod types;

use wskit::schema::Protocol;

use crate::header;

/// The module: named types, error unions, message maps and the protocol, in this order.
pub(crate) fn module(protocol: &Protocol) -> String {
    let mut parts = vec![format!("{}\n/* eslint-disable */", header::line(protocol))];
    parts.extend(types::named(protocol));
    parts.extend(types::errors(protocol));
    parts.extend(maps::all(protocol));
    parts.join("\n\n") + "\n"
}

/// The identifiers and keywords of a type, in order; of what cannot be read, anything that could be one.
pub(crate) fn words(text: &str) -> Vec<String> {
    let Ok(tokens) = token::tokens(text) else {
        return text.split(|c: char| !token::is_word(c)).map(str::to_owned).collect();
    };
    tokens
        .into_iter()
        .filter_map(|token| if let token::Token::Word(word) = token { Some(word) } else { None })
        .collect()
}

/// A text as a TypeScript string literal: JSON's form is one.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A property name, quoted where it is not an identifier.
fn key(name: &str) -> String {
    if token::is_identifier(name) { name.to_owned() } else { literal(name) }
}
