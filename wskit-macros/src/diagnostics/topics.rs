//! Topics.

use proc_macro2::Span;
use syn::{Error, Ident, Path, spanned::Spanned};

use super::suggestion;

pub(crate) fn topic_is_no_struct(name: &Ident) -> Error {
    Error::new(
        name.span(),
        "a topic is a struct with a field for each value in its text; write one `#[topic]` struct for each kind of topic",
    )
}

pub(crate) fn tuple_topic(span: Span) -> Error {
    Error::new(
        span,
        "the text of a topic takes its fields by name; give them names: `pub struct RoomTopic { pub room_id: RoomId }`",
    )
}

pub(crate) fn generic_topic(span: Span) -> Error {
    Error::new(
        span,
        "a topic has no parameters, because it has one text and one list of what it carries; name the types of its fields",
    )
}

pub(crate) fn topic_reference(span: Span) -> Error {
    Error::new(
        span,
        "a topic owns its values, because it can be made from a text; write `String` instead of `&str`",
    )
}

pub(crate) fn topic_attribute(name: &str, span: Span) -> Error {
    let hint = match name {
        "validate" => "put the constraint on a newtype: `#[data] pub struct RoomId(#[validate(..)] String);`",
        "cfg" => "the text names every field, so each has to be there; put the condition on the topic",
        _ => "a topic is a text and not an object on the wire; remove it",
    };
    Error::new(span, format!("`#[{name}]` has no meaning here: {hint}"))
}

pub(crate) fn no_topic_text(span: Span) -> Error {
    Error::new(
        span,
        "a topic has a text, in which its fields stand in braces; write `#[topic(\"room:{room_id}\", carries(ChatMessage))]`",
    )
}

pub(crate) fn topic_text_form(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!("the text of a topic stands in quotes; write `#[topic(\"{name}\", carries(ChatMessage))]`"),
    )
}

pub(crate) fn no_carries(span: Span) -> Error {
    Error::new(
        span,
        "a topic says which events are published to it; add `carries(ChatMessage)`, or several: `carries(ChatMessage, MemberJoined)`",
    )
}

pub(crate) fn carries_form(span: Span) -> Error {
    Error::new(span, "`carries` takes a list of events; write `carries(ChatMessage, MemberJoined)`")
}

pub(crate) fn carried_form(span: Span) -> Error {
    Error::new(span, "this is not the name of an event; write `carries(ChatMessage, MemberJoined)`")
}

pub(crate) fn carried_twice(event: &Path) -> Error {
    let (span, name) = event
        .segments
        .last()
        .map_or_else(|| (event.span(), String::new()), |last| (last.ident.span(), last.ident.to_string()));
    Error::new(span, format!("the topic carries `{name}` already; remove one of them"))
}

pub(crate) fn empty_topic(span: Span) -> Error {
    Error::new(
        span,
        "the text of a topic cannot be empty; write a name, such as `\"lobby\"` or `\"room:{room_id}\"`",
    )
}

pub(crate) fn topic_character(bad: char, span: Span) -> Error {
    Error::new(
        span,
        format!(
            "a topic cannot contain {bad:?}; letters of ASCII, digits and `:` `_` `.` `/` `-` are allowed"
        ),
    )
}

pub(crate) fn long_topic(limit: usize, span: Span) -> Error {
    Error::new(
        span,
        format!("a topic has at most {limit} characters, and this one always has more; shorten it"),
    )
}

pub(crate) fn topic_braces(span: Span) -> Error {
    Error::new(
        span,
        "braces stand in pairs around the name of a field, as in `room:{room_id}`, and these do not; they cannot be text, not even as `{{` or `}}`",
    )
}

pub(crate) fn placeholder_form(span: Span) -> Error {
    Error::new(
        span,
        "a topic takes its fields by name and as they are; write nothing but the name: `{room_id}`",
    )
}

pub(crate) fn unknown_placeholder(name: &str, fields: &[&str], span: Span) -> Error {
    let hint = if fields.is_empty() {
        format!(
            "the topic has no fields: write `{{ pub {name}: String }}` in place of `;`, or the text without braces"
        )
    } else {
        suggestion(name, fields)
    };
    Error::new(span, format!("the topic has no field `{name}` to stand in its text; {hint}"))
}

pub(crate) fn placeholder_twice(name: &str, span: Span) -> Error {
    Error::new(span, format!("`{{{name}}}` stands in this topic twice; remove one of them"))
}

pub(crate) fn field_without_place(name: &str, span: Span) -> Error {
    Error::new(
        span,
        format!(
            "`{name}` is missing in the text of the topic, so that topics which differ in it would be one; add `{{{name}}}` to the text, or remove the field"
        ),
    )
}

pub(crate) fn duplicate_value(name: &str, span: Span) -> Error {
    Error::new(
        span,
        format!("another field of this topic is `{name}` to clients already; rename one of them"),
    )
}

pub(crate) fn adjacent_placeholders(first: &str, second: &str, span: Span) -> Error {
    Error::new(
        span,
        format!(
            "nothing stands between `{{{first}}}` and `{{{second}}}`, so nobody could tell where the one ends; write a text between them: `{{{first}}}:{{{second}}}`"
        ),
    )
}

pub(crate) fn duplicate_topic(span: Span, first: &Ident) -> Error {
    Error::new(
        span,
        format!(
            "`{first}` above has the same text, so that nobody could tell the two topics apart; change one of them"
        ),
    )
}
