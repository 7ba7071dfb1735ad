//! The types of a protocol in one `$defs`, although they come in two forms.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wskit::schema::{Protocol, TypeRef};

const PREFIX: &str = "#/$defs/";
const SENT: &str = ".sent";

/// Which of the two forms of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// What is accepted.
    Accepted,
    /// What is sent.
    Sent,
}

/// Both forms of every type; a type whose forms are alike is there once.
pub(super) struct Definitions {
    all: BTreeMap<String, Value>,
    differing: BTreeSet<String>,
}

impl Definitions {
    pub(super) fn new(protocol: &Protocol) -> Self {
        let (receive, send) = (&protocol.definitions.receive, &protocol.definitions.send);
        let mut definitions = Self { all: receive.clone(), differing: differing(receive, send) };
        for (name, schema) in send {
            if definitions.differing.contains(name) {
                definitions.all.insert(format!("{name}{SENT}"), definitions.redirected(schema));
            } else {
                definitions.all.entry(name.clone()).or_insert_with(|| schema.clone());
            }
        }
        definitions
    }

    /// The schema of one use of a type.
    pub(super) fn schema(&self, ty: &TypeRef, form: Form) -> Value {
        match form {
            Form::Accepted => ty.schema.receive.clone(),
            Form::Sent => self.redirected(&ty.schema.send),
        }
    }

    /// The same, written out where it is a reference.
    pub(super) fn resolved(&self, ty: &TypeRef, form: Form) -> Value {
        let schema = self.schema(ty, form);
        let target =
            schema.get("$ref").and_then(Value::as_str).and_then(name).and_then(|name| self.all.get(&name));
        target.cloned().unwrap_or(schema)
    }

    pub(super) fn into_all(self) -> BTreeMap<String, Value> {
        self.all
    }

    /// A schema from the sent forms, with its references to them.
    fn redirected(&self, schema: &Value) -> Value {
        let mut schema = schema.clone();
        each_reference(&mut schema, &mut |reference| {
            if name(reference).is_some_and(|name| self.differing.contains(&name)) {
                reference.push_str(SENT);
            }
        });
        schema
    }
}

/// The types whose forms differ, themselves or in a type they refer to.
fn differing(receive: &BTreeMap<String, Value>, send: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let differs = |name: &String| receive.get(name).is_some_and(|schema| Some(schema) != send.get(name));
    let mut found: BTreeSet<String> = send.keys().filter(|name| differs(name)).cloned().collect();
    loop {
        let more: Vec<_> = send
            .iter()
            .filter(|(name, schema)| {
                !found.contains(*name) && references(schema).any(|used| found.contains(&used))
            })
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn references(schema: &Value) -> impl Iterator<Item = String> {
    let mut names = Vec::new();
    each_reference(&mut schema.clone(), &mut |reference| names.extend(name(reference)));
    names.into_iter()
}

fn each_reference(schema: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match schema {
        Value::Object(keywords) => {
            for (keyword, value) in keywords {
                match (keyword.as_str(), value) {
                    ("$ref", Value::String(reference)) => visit(reference),
                    // Values, not schemas.
                    ("const" | "enum" | "default" | "examples", _) => {}
                    (_, value) => each_reference(value, visit),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}

/// The type a reference names.
fn name(reference: &str) -> Option<String> {
    reference.strip_prefix(PREFIX).map(|name| name.replace("~1", "/").replace("~0", "~"))
}
