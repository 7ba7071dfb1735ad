//! Declared errors.

use proc_macro2::Span;
use syn::{Error, Ident};

use super::suggestion;

pub(crate) fn code_place(span: Span) -> Error {
    Error::new(span, "`#[code]` names the code of an error; it belongs on the variants of an `#[error]` enum")
}

pub(crate) fn unknown_code_argument(name: &Ident) -> Error {
    let allowed = ["retryable", "retry_after_ms", "message"];
    Error::new(
        name.span(),
        format!("`#[code]` has no argument `{name}`; {}", suggestion(&name.to_string(), &allowed)),
    )
}

pub(crate) fn code_form(span: Span) -> Error {
    Error::new(
        span,
        "this is no argument of `#[code]`; write it like `#[code(\"ROOM_FULL\", retryable, message = \"{room} is full\")]`",
    )
}

pub(crate) fn empty_code(span: Span) -> Error {
    Error::new(
        span,
        "a code is not empty; write its name, or remove this for the Rust name in SCREAMING_SNAKE_CASE",
    )
}

pub(crate) fn duplicate_code(code: &str, span: Span, first: &Ident) -> Error {
    Error::new(
        span,
        format!(
            "the code `{code}` is taken by `{first}` above, and a client could not tell them apart; give one of them another"
        ),
    )
}

pub(crate) fn tuple_error(span: Span) -> Error {
    Error::new(span, "the fields of an error become its `details`, which is an object; give them names")
}

pub(crate) fn never_but_later(span: Span) -> Error {
    Error::new(
        span,
        "`retry_after_ms` says when to try again, but `retryable = false` says never; remove one of them",
    )
}

pub(crate) fn message_positional(span: Span) -> Error {
    Error::new(span, "a message takes the fields of its variant by name; write `{field_name}`")
}

pub(crate) fn message_braces(span: Span) -> Error {
    Error::new(
        span,
        "a brace of this message has no partner; write `{{` and `}}` for braces that are meant as text",
    )
}

pub(crate) fn message_field(name: &str, fields: &[&str], span: Span) -> Error {
    let hint = if fields.is_empty() {
        "the variant has no fields; write the text without braces".to_owned()
    } else {
        suggestion(name, fields)
    };
    Error::new(span, format!("there is no field `{name}`; {hint}"))
}

pub(crate) fn secret_detail(key: &str, span: Span) -> Error {
    Error::new(
        span,
        format!(
            "the detail `{key}` would never arrive: keys that name a secret are taken out of every error before it is sent; give it another name on the wire, or remove it"
        ),
    )
}
