//! Names that are taken in an output.

use std::collections::BTreeMap;

use wskit::schema::Protocol;

use crate::{typescript::Accepted, validators};

/// The message maps of a TypeScript module.
pub(crate) const MAPS: [&str; 3] = ["ServerEvents", "ClientEvents", "Rpcs"];

/// That of topics, where there are any.
const TOPICS: &str = "Topics";

/// Types of TypeScript's own that generated declarations use; a declaration of the same name would hide them.
const BUILT_IN: [&str; 2] = ["Array", "Record"];

/// Names that no TypeScript type can have.
const RESERVED: [&str; 12] = [
    "any",
    "bigint",
    "boolean",
    "never",
    "null",
    "number",
    "object",
    "string",
    "symbol",
    "undefined",
    "unknown",
    "void",
];

/// The frame schemas of a JSON Schema.
pub(crate) const FRAMES: [&str; 2] = ["client", "server"];

/// What the names of a TypeScript module collide with; one sentence each.
pub(crate) fn in_typescript(protocol: &Protocol) -> Vec<String> {
    let mut taken = BTreeMap::new();
    taken.extend(MAPS.map(|name| (name, "a message map".to_owned())));
    if !protocol.topics.is_empty() {
        taken.insert(TOPICS, "the map of topics".to_owned());
    }
    taken.extend(BUILT_IN.map(|name| (name, "a built-in type".to_owned())));
    taken.extend(RESERVED.map(|name| (name, "a keyword".to_owned())));

    let protocols = [(protocol.name.as_str(), "protocol", "it")];
    let types = protocol.types.iter().map(|ty| (ty.name.as_str(), "type", RENAME_TYPE));
    let errors = protocol.errors.iter().map(|set| (set.name.as_str(), "error enum", "the enum"));

    let mut conflicts = Vec::new();
    for (name, what, rename) in protocols.into_iter().chain(types).chain(errors) {
        if let Some(other) = taken.get(name) {
            conflicts
                .push(format!("the {what} {name} has the name of {other} in TypeScript; rename {rename}"));
        } else {
            taken.insert(name, format!("the {what} {name}"));
        }
    }
    for (of, name) in Accepted::of(protocol).declared() {
        let what = format!("what clients send for the type {of}");
        if let Some(other) = taken.get(name.as_str()) {
            conflicts.push(format!(
                "{what} is called {name} in TypeScript, which is the name of {other}; rename {RENAME_TYPE}"
            ));
        }
    }
    conflicts
}

/// What the names of validators collide with; one sentence each.
pub(crate) fn in_validators(protocol: &Protocol) -> Vec<String> {
    let reserved = validators::reserved().into_iter();
    let mut taken: BTreeMap<String, String> =
        reserved.map(|name| (name.to_owned(), "a function of the validators".to_owned())).collect();
    let mut conflicts = Vec::new();
    for (name, of) in validators::names(protocol) {
        if let Some(other) = taken.get(&name) {
            conflicts.push(format!(
                "the validator {name} of the type {of} has the name of {other}; rename the type, or give it another \
                 name there: #[schemars(rename = \"...\")]"
            ));
        } else {
            taken.insert(name, format!("that of the type {of}"));
        }
    }
    conflicts
}

/// What the names of a JSON Schema collide with; one sentence each.
pub(crate) fn in_json_schema(protocol: &Protocol) -> Vec<String> {
    let defined = |name: &&str| {
        protocol.definitions.receive.contains_key(*name) || protocol.definitions.send.contains_key(*name)
    };
    FRAMES
        .into_iter()
        .filter(defined)
        .map(|name| {
            format!(
                "the type {name} has the name of a set of frames in the JSON Schema; \
                 rename the type, or give it another name there: #[schemars(rename = \"...\")]"
            )
        })
        .collect()
}

const RENAME_TYPE: &str = "the type, or give it another name there: #[ts(rename = \"...\")]";
