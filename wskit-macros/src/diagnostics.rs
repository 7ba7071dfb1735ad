//! Every error the macros report, worded alike: what is wrong, then what to write instead.

use proc_macro2::{Span, TokenStream};
use syn::{Error, Ident, LitStr, spanned::Spanned};

use crate::syntax::item::Marker;

/// The errors of one stage, all of them.
#[derive(Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Keeps the error of a result, so that the check goes on without its value.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// How many there are; tells whether a check has found anything.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.iter().map(Error::to_compile_error).collect()
    }
}

/// "did you mean" and the list of what is allowed.
fn suggestion(name: &str, allowed: &[&str]) -> String {
    let near = allowed
        .iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), *known))
        .filter(|(distance, known)| *distance <= known.len().max(name.len()) / 3 + 1)
        .min();
    let guess = near.map_or_else(String::new, |(_, known)| format!("did you mean `{known}`? "));
    format!("{guess}allowed: {}", list(allowed))
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

// Items and markers

pub(crate) fn not_a_type(tokens: &TokenStream, error: Error) -> Error {
    match syn::parse2::<syn::Item>(tokens.clone()) {
        Ok(item) => {
            Error::new(item.span(), "`message!` takes only structs and enums; put this item outside of it")
        }
        Err(_) => error,
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
            "a `#[{marker}]` struct has named fields, no field, or exactly one unnamed field; give these fields names"
        ),
    )
}

pub(crate) fn error_struct(name: &Ident) -> Error {
    Error::new(name.span(), "`#[error]` describes a set of errors; write `enum` with one variant an error")
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

// Marker arguments

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

// Names

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
    Error::new(span, format!("the meta key `{key}` is reserved: it {why}; give the field another name"))
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

// serde

pub(crate) fn serde_refused(name: &Ident) -> Option<Error> {
    let why = match name.to_string().as_str() {
        "flatten" => {
            "every object is strict, and serde cannot tell the unknown keys of a flattened one; write the fields here, or keep them in a field of their own"
        }
        "alias" => {
            "the JSON Schema and TypeScript know one name for each; keep one name, or accept both as two optional fields"
        }
        "other" => {
            "the JSON Schema and TypeScript know the listed names only; receive a `String` where any name may come"
        }
        "from" | "try_from" | "into" | "remote" => {
            "the JSON Schema and TypeScript are written from the fields that stand here; declare the type that is on the wire and convert it in your code"
        }
        "getter" | "borrow" => "a declared type owns its data and its fields are its wire form; remove this",
        _ => return None,
    };
    Some(Error::new(name.span(), format!("`#[serde({name})]` does not work here: {why}")))
}

pub(crate) fn split_rename(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!(
            "the name is the same in both directions, because TypeScript has one type for both; write `{name} = \"..\"`"
        ),
    )
}

pub(crate) fn untellable_variant(span: Span, tag: &str) -> Error {
    Error::new(
        span,
        format!(
            "a variant with unnamed fields has no place beside the tag `{tag}`; name the fields, or write `#[serde(tag = \"{tag}\", content = \"value\")]` on the enum"
        ),
    )
}

// Constraints

pub(crate) const RULES: [&str; 5] = ["length", "range", "pattern", "email", "skip"];

pub(crate) fn unknown_rule(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!("there is no constraint `{name}`; {}", suggestion(&name.to_string(), &RULES)),
    )
}

pub(crate) fn rule_form(span: Span, example: &str) -> Error {
    Error::new(span, format!("this is not how a constraint is written; write `#[validate({example})]`"))
}

pub(crate) fn unknown_bound(rule: &str, name: &Ident, allowed: &[&str]) -> Error {
    Error::new(
        name.span(),
        format!("`{rule}` has no bound `{name}`; {}", suggestion(&name.to_string(), allowed)),
    )
}

pub(crate) fn bound_value(name: &Ident, span: Span, what: &str) -> Error {
    Error::new(span, format!("`{name}` takes {what}"))
}

pub(crate) fn min_over_max(rule: &str, span: Span) -> Error {
    Error::new(span, format!("no value fits this `{rule}`: `min` is greater than `max`; swap them"))
}

pub(crate) fn equal_and_bounds(span: Span) -> Error {
    Error::new(
        span,
        "`equal` fixes the length, so `min` and `max` say nothing more; remove them, or write `min` and `max` only",
    )
}

pub(crate) fn skip_and_rules(span: Span) -> Error {
    Error::new(
        span,
        "`skip` turns validation off, so another constraint beside it would not be checked; remove one of them",
    )
}

pub(crate) fn misfit(rule: &str, ty: &str, fits: &str, span: Span) -> Error {
    Error::new(span, format!("`{rule}` does not fit {ty}; it fits {fits}"))
}

pub(crate) fn validate_place(span: Span, instead: &str) -> Error {
    Error::new(span, format!("`#[validate]` has no effect here; {instead}"))
}

pub(crate) fn pattern(source: &LitStr, what: &str) -> Error {
    Error::new(source.span(), format!("this pattern {what}"))
}

pub(crate) fn public_refined(span: Span) -> Error {
    Error::new(
        span,
        "a newtype with constraints keeps its field private, so that no invalid value can be built; remove the visibility: it is built with `new` and read with `as_ref`",
    )
}

pub(crate) fn generic_refined(span: Span) -> Error {
    Error::new(span, "a newtype with constraints cannot be generic; name its inner type")
}

// Errors

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

// Protocols

pub(crate) fn protocol_version(span: Span) -> Error {
    Error::new(
        span,
        "a protocol starts with its version; write `pub Chat { version = \"1.0.0\"; JoinRoom, ChatMessage }`",
    )
}
