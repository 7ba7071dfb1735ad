//! A protocol as a TypeScript module.

mod accepted;
mod deprecated;
pub(crate) mod docs;
mod layout;
mod maps;
mod shapes;
mod token;
mod tree;
mod types;

use wskit::schema::Protocol;

use crate::header;
pub(crate) use accepted::Accepted;

/// The module: named types, error unions, message maps and the protocol, in this order.
pub(crate) fn module(protocol: &Protocol) -> String {
    let mut parts = vec![format!("{}\n/* eslint-disable */", header::line(protocol))];
    let accepted = Accepted::of(protocol);
    parts.extend(types::named(protocol, &accepted));
    parts.extend(types::errors(protocol));
    parts.extend(maps::all(protocol, &accepted));
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

/// A type as a module sees it that imports the protocol as `T`.
pub(crate) fn qualified(text: &str, protocol: &Protocol) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' => rest[1..].find(c).map_or(rest.len(), |end| end + 2),
            c if token::is_word(c) => rest.find(|c| !token::is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        let is_key = after.starts_with(':') || after.starts_with("?:");
        if !is_key && protocol.types.iter().any(|ty| ty.name == word) {
            out += "T.";
        }
        out += word;
        rest = after;
    }
    out
}

/// A text as a TypeScript string literal: JSON's form is one.
pub(crate) fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A name as an identifier.
pub(crate) fn identifier(name: &str) -> String {
    let word = |c: char| if token::is_word(c) { c } else { '_' };
    let name: String = name.chars().map(word).collect();
    if name.starts_with(char::is_numeric) { format!("_{name}") } else { name }
}

/// A property name, quoted where it is not an identifier.
pub(crate) fn key(name: &str) -> String {
    if token::is_identifier(name) { name.to_owned() } else { literal(name) }
}
