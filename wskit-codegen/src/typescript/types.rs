//! Named types and error unions.

use wskit::schema::{About, ErrorDoc, ErrorSetDoc, Protocol, TypeDoc};

use super::{accepted::Accepted, docs, layout, literal};
use crate::{
    order,
    shape::{deprecation, parse},
};

/// Every named type, exported; behind it the form that clients send, if that is another.
pub(super) fn named(protocol: &Protocol, accepted: &Accepted<'_>) -> Vec<String> {
    let types = order::by_use(protocol);
    let mut named: Vec<String> = Vec::new();
    for ty in &types {
        named.push(declaration(protocol, ty));
        named.extend(accepted.declaration(&ty.name));
    }
    let others = accepted.declared().filter(|(name, _)| !types.iter().any(|ty| ty.name == *name));
    named.extend(others.filter_map(|(name, _)| accepted.declaration(name)));
    named
}

fn declaration(protocol: &Protocol, ty: &TypeDoc) -> String {
    let schema = protocol.definitions.send.get(&ty.name);
    let lines = docs::lines(&ty.docs, about(protocol, ty));
    let lines = docs::with_deprecation(lines, schema.and_then(deprecation).as_deref());
    docs::comment(&lines, 0) + &layout::declaration_of(&ty.typescript, schema.map(parse).as_ref())
}

/// What the message of which this type is the payload says about itself.
pub(super) fn about<'a>(protocol: &'a Protocol, ty: &TypeDoc) -> Option<&'a About> {
    let events = protocol.events.iter().map(|event| (&event.about, &event.payload));
    let rpcs = protocol.rpcs.iter().map(|rpc| (&rpc.about, &rpc.payload));
    let responses = protocol.rpcs.iter().map(|rpc| (&rpc.response.about, &rpc.response.payload));
    events
        .chain(rpcs)
        .chain(responses)
        .find(|(_, payload)| payload.as_ref().is_some_and(|payload| payload.typescript == ty.name))
        .map(|(about, _)| about)
}

/// Every error set, a union told apart by `code`.
pub(super) fn errors(protocol: &Protocol) -> Vec<String> {
    protocol.errors.iter().map(union).collect()
}

fn union(set: &ErrorSetDoc) -> String {
    let comment = docs::comment(&docs::lines(&set.docs, None), 0);
    if set.errors.is_empty() {
        return format!("{comment}export type {} = never;", set.name);
    }
    let errors: String = set.errors.iter().map(error).collect();
    format!("{comment}export type {} =\n{};", set.name, errors.trim_end_matches('\n'))
}

fn error(error: &ErrorDoc) -> String {
    let comment = docs::comment(&docs::lines(&error.docs, None), 2);
    // Without any, the client still gives an empty object.
    let details = error.details.as_ref().map_or("{}", |details| &details.typescript);
    let retryable = error.retryable.map_or("boolean".to_owned(), |retryable| retryable.to_string());
    let text = format!("{{ code: {}; details: {details}; retryable: {retryable} }}", literal(&error.code));
    format!("{comment}  | {}\n", layout::expression(&text, 4))
}
