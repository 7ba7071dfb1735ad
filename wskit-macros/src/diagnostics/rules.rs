//! Constraints.

use proc_macro2::Span;
use syn::{Error, Ident, LitStr};

use super::suggestion;

/// Every constraint, the common ones first.
#[rustfmt::skip]
const RULES: [&str; 15] = [
    "length", "range", "pattern", "email", "url", "ip", "ascii", "contains", "prefix", "suffix", "items", "unique", "inner",
    "custom", "skip",
];

pub(crate) fn unknown_rule(name: &Ident) -> Error {
    if ["min", "max", "equal", "exclusive_min", "exclusive_max"].iter().any(|bound| name == bound) {
        return Error::new(
            name.span(),
            format!(
                "`{name}` is a bound and no constraint; write it in `length(..)`, `items(..)` or `range(..)`"
            ),
        );
    }
    Error::new(
        name.span(),
        format!("there is no constraint `{name}`; {}", suggestion(&name.to_string(), &RULES)),
    )
}

pub(crate) fn rule_form(span: Span, example: &str) -> Error {
    Error::new(span, format!("this is not how a constraint is written; write `#[validate({example})]`"))
}

pub(crate) fn one_function(span: Span) -> Error {
    Error::new(span, "`custom` takes one function; write one that calls both")
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

pub(crate) fn empty_range(values: &str, span: Span) -> Error {
    Error::new(span, format!("no value fits this `range`: no {values} lies within its bounds; widen them"))
}

pub(crate) fn two_bounds(idle: &Ident, other: &Ident) -> Error {
    Error::new(idle.span(), format!("`{idle}` says nothing beside this `{other}`; remove it"))
}

pub(crate) fn ip_version(span: Span, word: &str) -> Error {
    Error::new(
        span,
        format!("`ip` knows two versions; {}; write `ip` for both", suggestion(word, &["v4", "v6"])),
    )
}

pub(crate) fn empty_fragment(rule: &str, span: Span) -> Error {
    Error::new(
        span,
        format!(
            "every text has the empty one, so this `{rule}` asks for nothing; write the text, or remove it"
        ),
    )
}

pub(crate) fn skip_inside(span: Span) -> Error {
    Error::new(
        span,
        "`skip` is about the whole field, not about its elements; write `#[validate(skip)]`, or remove it",
    )
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

pub(crate) fn wide_integer(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!(
            "a JSON number cannot hold every `{name}`: JavaScript rounds beyond 2^53 - 1; put `#[wire(string)]` on the field to send its digits as text, or use a `u64` or `i64` and keep it within the safe range"
        ),
    )
}

pub(crate) fn digits_misfit(span: Span) -> Error {
    Error::new(
        span,
        "`#[wire(string)]` sends an integer as text, and this is none; it fits integers, and an Option, Vec or Box of these",
    )
}

pub(crate) fn wire_form(span: Span) -> Error {
    Error::new(span, "this is not how a form is written; write `#[wire(string)]` for an integer as text")
}

pub(crate) fn wire_place(span: Span) -> Error {
    Error::new(span, "`#[wire]` says how a value is sent, and there is none here; put it on a field")
}

pub(crate) fn digits_and_function(span: Span) -> Error {
    Error::new(span, "`#[wire(string)]` and a serde function would both write this field; remove one of them")
}

pub(crate) fn public_refined(span: Span) -> Error {
    Error::new(
        span,
        "a newtype with constraints keeps its field private, so that no invalid value can be built; remove the visibility: it is built with `new` and read with `as_ref`",
    )
}

pub(crate) fn generic_refined(span: Span) -> Error {
    Error::new(span, "a newtype with constraints cannot be generic; write a type in place of its parameter")
}
