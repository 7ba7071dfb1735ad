//! serde's attributes.

use proc_macro2::Span;
use syn::{Error, Ident, LitStr};

use super::suggestion;
use crate::{case::Case, check::serde::On};

/// Why an attribute that serde knows does not work here; `None` for one it does not know.
pub(crate) fn serde_reason(on: On, name: &Ident) -> Option<&'static str> {
    Some(match (name.to_string().as_str(), on) {
        ("flatten", _) => {
            "every object is strict, and serde cannot tell the unknown keys of a flattened one; write the fields here, or keep them in a field of their own"
        }
        ("other", _) => {
            "the JSON Schema and TypeScript know the listed names only; receive a `String` where any name may come"
        }
        ("from" | "try_from" | "into" | "remote", _) => {
            "the JSON Schema and TypeScript are written from the fields that stand here; declare the type that is on the wire and convert it in your code"
        }
        ("getter" | "borrow", _) => {
            "a declared type owns its data and its fields are its wire form; remove this"
        }
        ("skip_serializing" | "skip_deserializing", _) => {
            "TypeScript has one type for what is sent and what is received; write `#[serde(skip)]` to keep it off the wire in both directions, or declare two types"
        }
        ("rename", On::Struct | On::Enum) => {
            "a type has one name in Rust, the JSON Schema and TypeScript: its own; rename the type, or name a message on the wire in its marker, as in `#[event(\"NAME\")]`"
        }
        ("alias", On::Variant) => {
            "the JSON Schema and TypeScript know one name for each variant; rename the variant, or add another one"
        }
        ("bound", _) => "wskit writes the bounds of what it derives; remove this",
        ("crate", _) => "wskit brings its own serde; remove this",
        ("expecting", _) => {
            "what is wrong with a value is said in the same words in Rust and in TypeScript; remove this"
        }
        ("field_identifier" | "variant_identifier", _) => {
            "it reads the keys of an object, which are no values on the wire; remove this"
        }
        ("tag" | "content" | "untagged", On::Struct) => {
            "it tells the variants of an enum apart, and this is a struct; remove this, or declare an enum"
        }
        ("tag" | "content" | "untagged", On::Variant) => {
            "all variants are told apart in the same way; write it on the enum"
        }
        ("with" | "serialize_with" | "deserialize_with", On::Variant) => {
            "the JSON Schema and TypeScript are written from the fields of the variant; write it on a field"
        }
        ("rename_all_fields", On::Struct) => {
            "it is about the fields of variants; write `rename_all` on a struct"
        }
        ("rename_all", On::Field) => "it is about the fields of a type; write it on that type",
        ("transparent", On::Enum) => "it lets a struct stand for its one field; remove this",
        ("default", On::Enum | On::Variant) => {
            "an absent value has no variant; write it on the field that holds the enum"
        }
        ("deny_unknown_fields", On::Variant) => "every object refuses unknown keys; remove this",
        _ => return None,
    })
}

pub(crate) fn serde_refused(name: &Ident, why: &str) -> Error {
    Error::new(name.span(), format!("`#[serde({name})]` does not work here: {why}"))
}

pub(crate) fn serde_unknown(name: &Ident, allowed: &[&str]) -> Error {
    Error::new(
        name.span(),
        format!("there is no `#[serde({name})]` here; {}", suggestion(&name.to_string(), allowed)),
    )
}

pub(crate) fn serde_form(span: Span) -> Error {
    Error::new(span, "this is no attribute of serde; write it like `#[serde(rename = \"name\")]`")
}

pub(crate) fn serde_value(name: &Ident) -> Error {
    Error::new(name.span(), format!("`{name}` needs a text; write `{name} = \"..\"`"))
}

pub(crate) fn serde_no_value(name: &Ident) -> Error {
    Error::new(name.span(), format!("`{name}` takes no value; write `#[serde({name})]`"))
}

pub(crate) fn unknown_case(case: &LitStr) -> Error {
    Error::new(
        case.span(),
        format!("there is no case `{}`; {}", case.value(), suggestion(&case.value(), &Case::spellings())),
    )
}

pub(crate) fn split_rename(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!(
            "the name is the same in both directions, because TypeScript has one type for both; write `{name} = \"..\"`"
        ),
    )
}

pub(crate) fn tagged_and_untagged(span: Span, other: &Ident) -> Error {
    Error::new(span, format!("`untagged` and `{other}` contradict each other; remove one of them"))
}

pub(crate) fn content_without_tag(span: Span) -> Error {
    Error::new(
        span,
        "`content` names the key beside a tag, and there is none; write `#[serde(tag = \"kind\", content = \"value\")]`",
    )
}

pub(crate) fn one_direction(word: &Ident) -> Error {
    let other = if word == "serialize_with" { "deserialize_with" } else { "serialize_with" };
    Error::new(
        word.span(),
        format!(
            "`{word}` is about one direction, and what is sent and what is received have one form; write `{other}` too, or `with` for a module that has both"
        ),
    )
}

pub(crate) fn two_functions(word: &Ident) -> Error {
    Error::new(word.span(), format!("`with` and `{word}` would both write this field; remove one of them"))
}

pub(crate) fn unstated_form(function: &Ident) -> Error {
    Error::new(
        function.span(),
        format!(
            "the JSON Schema and TypeScript do not know what `{function}` reads and writes; say so beside it: `#[schemars(with = \"String\")]` and `#[ts(type = \"string\")]`"
        ),
    )
}

pub(crate) fn omitted_but_required(span: Span) -> Error {
    Error::new(
        span,
        "what is left out when it is sent has to be optional when it is received; write `#[serde(default)]` too, or make the field an `Option`",
    )
}

pub(crate) fn generic_default(span: Span) -> Error {
    Error::new(
        span,
        "a generic item cannot state its defaults in the JSON Schema; remove this and let what may be absent be an `Option`, or write types in place of the parameters",
    )
}

pub(crate) fn transparent_fields(span: Span) -> Error {
    Error::new(span, "a `transparent` struct stands for its one field; leave it one field, or remove this")
}
