//! Names on the wire.

use proc_macro2::Span;
use syn::{Error, Ident};

pub(crate) fn empty_wire_type(span: Span) -> Error {
    Error::new(
        span,
        "a wire type is not empty; write its name, or remove this for the Rust name in SCREAMING_SNAKE_CASE",
    )
}

pub(crate) fn reserved_wire_type(name: &str, span: Span) -> Error {
    let why = if name.starts_with('$') || name.starts_with("__") {
        "wire types that start with `$` or `__` belong to the system"
    } else {
        "the system sends its errors under this wire type"
    };
    Error::new(span, format!("`{name}` is reserved: {why}; choose another name"))
}

pub(crate) fn duplicate_wire_type(name: &str, span: Span, first: &Ident) -> Error {
    Error::new(
        span,
        format!(
            "the wire type `{name}` is taken by `{first}` above; give one of them another: `#[event(\"OTHER_NAME\")]`"
        ),
    )
}

pub(crate) fn reserved_meta(key: &str, span: Span) -> Error {
    let why = match key {
        "clientId" | "receivedAt" => "is removed from whatever a client sends",
        _ => "is part of every frame's `meta`",
    };
    Error::new(span, format!("the meta key `{key}` is reserved: it {why}; give it another name on the wire"))
}

pub(crate) fn tag_clash(tag: &str, span: Span) -> Error {
    Error::new(
        span,
        format!(
            "this field and the tag of the enum are both `{tag}` on the wire; rename the field, or the tag with `#[serde(tag = \"..\")]` on the enum"
        ),
    )
}

pub(crate) fn duplicate_key(key: &str, span: Span) -> Error {
    Error::new(span, format!("another field is `{key}` on the wire already; rename one of them"))
}

pub(crate) fn duplicate_variant(name: &str, span: Span) -> Error {
    Error::new(span, format!("another variant is `{name}` on the wire already; rename one of them"))
}

pub(crate) fn untellable_variant(span: Span, tag: &str) -> Error {
    Error::new(
        span,
        format!(
            "a variant with unnamed fields has no place beside the tag `{tag}`; name the fields, or write `#[serde(tag = \"{tag}\", content = \"value\")]` on the enum"
        ),
    )
}

pub(crate) fn endless_variant(span: Span, name: &Ident) -> Error {
    Error::new(
        span,
        format!(
            "this variant is a `{name}` again without anything around it, so that reading one would never end; remove it, put it into a list or into a named field, or give the enum a tag: `#[serde(tag = \"kind\", content = \"value\")]`"
        ),
    )
}
