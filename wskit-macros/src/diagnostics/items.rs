//! Items and markers.

use proc_macro2::{Span, TokenStream};
use syn::{Error, Ident, spanned::Spanned};

use super::suggestion;
use crate::syntax::item::Marker;

pub(crate) fn not_a_type(tokens: &TokenStream, error: Error) -> Error {
    match syn::parse2::<syn::Item>(tokens.clone()) {
        Ok(item) => {
            Error::new(item.span(), "`message!` takes only structs and enums; put this item outside of it")
        }
        Err(_) => error,
    }
}

/// In our words where the list of what a type can start with says less than it hides: on the field, if it is one that has
/// no type, since the reader has then come to whatever stands behind it.
pub(crate) fn unreadable(error: Error, untyped: Option<&Ident>) -> Error {
    if !error.to_string().contains("expected one of: `for`, parentheses") {
        return error;
    }
    match untyped {
        Some(name) => {
            Error::new(name.span(), format!("`{name}` has no type; write one, as in `{name}: String`"))
        }
        None => Error::new(error.span(), "a type is missing here; write one, as in `Vec<String>`"),
    }
}

pub(crate) fn no_marker(name: &Ident) -> Error {
    let markers = Marker::ALL.map(|marker| format!("`#[{}]`", marker.name())).join(", ");
    Error::new(name.span(), format!("`{name}` does not say what it is; put one of {markers} in front of it"))
}

pub(crate) fn second_marker(span: Span, first: Marker, second: Marker) -> Error {
    let (first, second) = (first.name(), second.name());
    Error::new(
        span,
        format!("this item is `#[{first}]` already; it cannot be `#[{second}]` too: remove one of them"),
    )
}

pub(crate) fn union(span: Span) -> Error {
    Error::new(span, "a union has no form on the wire; write a struct or an enum")
}

pub(crate) fn lifetime(span: Span) -> Error {
    Error::new(
        span,
        "a declared type owns its data, because it outlives the frame it came in; write `String` instead of `&str`, `Vec<T>` instead of `&[T]`, and no lifetime",
    )
}

pub(crate) fn const_parameter(span: Span) -> Error {
    Error::new(
        span,
        "serde reads no array of a length that is a parameter; write the length, as in `[u8; 16]`, or a `Vec` with `#[validate(length(equal = 16))]`",
    )
}

pub(crate) fn generic(marker: Marker, span: Span) -> Error {
    let marker = marker.name();
    Error::new(
        span,
        format!(
            "`#[{marker}]` cannot be generic, because each has one wire type; make its fields `#[data]` types that are generic, or name the type here"
        ),
    )
}

pub(crate) fn tuple_message(marker: Marker, span: Span) -> Error {
    let marker = marker.name();
    Error::new(
        span,
        format!(
            "a struct with `#[{marker}]` has named fields, no field, or exactly one unnamed field; give these fields names"
        ),
    )
}

pub(crate) fn error_struct(name: &Ident) -> Error {
    Error::new(
        name.span(),
        "`#[error]` describes a set of errors; write an `enum` with one variant for each error",
    )
}

pub(crate) fn meta_shape(name: &Ident) -> Error {
    Error::new(name.span(), "`#[meta]` adds keys to `meta`; write a struct with named fields")
}

pub(crate) fn own_derive(span: Span, name: &str) -> Error {
    Error::new(span, format!("wskit derives `{name}` itself; remove it here"))
}

pub(crate) fn std_error(span: Span) -> Error {
    Error::new(
        span,
        "an `#[error]` enum cannot be a `std::error::Error` too: `?` would not know whether to tell the client or to keep it back; remove this derive, `Display` and `Debug` are there",
    )
}

pub(crate) fn default_on_refined(span: Span) -> Error {
    Error::new(
        span,
        "`Default` would build this type without its checks; remove it and offer a function that calls `new`",
    )
}

pub(crate) fn unknown_argument(marker: Marker, name: &Ident, allowed: &[&str]) -> Error {
    let (marker, word) = (marker.name(), name.to_string());
    let hint = if allowed.is_empty() {
        format!("`#[{marker}]` takes no arguments")
    } else {
        suggestion(&word, allowed)
    };
    Error::new(name.span(), format!("`#[{marker}]` has no argument `{word}`; {hint}"))
}

pub(crate) fn argument_form(marker: Marker, span: Span, example: &str) -> Error {
    let marker = marker.name();
    if example.is_empty() {
        return Error::new(span, format!("`#[{marker}]` takes no arguments; remove this"));
    }
    Error::new(span, format!("this is no argument of `#[{marker}]`; write it like `#[{marker}({example})]`"))
}

pub(crate) fn argument_value(name: &Ident, example: &str) -> Error {
    Error::new(name.span(), format!("`{name}` needs a value; write `{name} = {example}`"))
}

pub(crate) fn wrong_value(name: &Ident, span: Span, example: &str) -> Error {
    Error::new(span, format!("this is no value for `{name}`; write `{name} = {example}`"))
}

pub(crate) fn repeated(name: &str, span: Span) -> Error {
    Error::new(span, format!("`{name}` is given twice; remove one of them"))
}

pub(crate) fn direction(span: Span, word: &str) -> Error {
    Error::new(
        span,
        format!(
            "`from` says who sends the event; {}; leave it out for both",
            suggestion(word, &["client", "server"])
        ),
    )
}

pub(crate) fn event_like_rpc(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!(
            "an event is not answered, so it has no `{name}`; declare it with `#[rpc(response = ..)]`, or remove this"
        ),
    )
}

pub(crate) fn no_response(span: Span) -> Error {
    Error::new(
        span,
        "an rpc is answered, so it needs a response; write `#[rpc(response = TypeName)]` with a type that is `#[response]`, or declare an `#[event]`",
    )
}

pub(crate) fn version_form(span: Span) -> Error {
    Error::new(span, "the version of a protocol is a text; write it in quotes: `version = \"1.0.0\"`")
}

pub(crate) fn protocol_version(span: Span) -> Error {
    Error::new(
        span,
        "a protocol starts with its name and version; write `pub Chat { version = \"1.0.0\"; JoinRoom, ChatMessage }`",
    )
}
