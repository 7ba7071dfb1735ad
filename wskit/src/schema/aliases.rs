//! `#[serde(alias)]`: other names by which a field is read.

use schemars::{
    Schema,
    transform::{Transform, transform_subschemas},
};
use serde_json::{Map, Value, json};

/// The other names, beside the schema of the field, until the object around it is known.
const ALIASES: &str = "x-wskit-aliases";

/// Notes the other names of a field. The macros call it.
#[doc(hidden)]
pub fn alias(schema: &mut Schema, names: &[&str]) {
    schema.insert(ALIASES.to_owned(), json!(names));
}

/// States the other names of a field in the object that it belongs to; in what is sent there are none.
#[derive(Clone, Debug)]
pub(super) struct Aliases {
    pub(super) receive: bool,
}

impl Transform for Aliases {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        for (name, aliases) in take(object) {
            if self.receive {
                state(object, &name, &aliases);
            }
        }
    }
}

/// Takes the notes off the properties.
fn take(object: &mut Map<String, Value>) -> Vec<(String, Vec<String>)> {
    let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else {
        return Vec::new();
    };
    let noted = properties.iter_mut().filter_map(|(name, property)| {
        let aliases = property.as_object_mut()?.remove(ALIASES)?;
        Some((name.clone(), serde_json::from_value(aliases).ok()?))
    });
    noted.collect()
}

/// Each name has the same schema, and one of them is given: exactly one where the field is required, else at most one.
fn state(object: &mut Map<String, Value>, name: &str, aliases: &[String]) {
    let names: Vec<&str> = std::iter::once(name).chain(aliases.iter().map(String::as_str)).collect();
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        let property = properties.get(name).cloned().unwrap_or(Value::Bool(true));
        for alias in aliases {
            properties.insert(alias.clone(), property.clone());
        }
    }
    let required = take_required(object, name);
    let clauses = if required { vec![exactly_one(&names)] } else { at_most_one(&names) };
    let all = object.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(all) = all {
        all.extend(clauses);
    }
}

fn take_required(object: &mut Map<String, Value>, name: &str) -> bool {
    let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) else { return false };
    let before = required.len();
    required.retain(|each| each != name);
    let taken = required.len() < before;
    if required.is_empty() {
        object.remove("required");
    }
    taken
}

/// The properties are named again, because a strict validator wants to see what is required beside it.
fn given(names: &[&str]) -> Value {
    let properties: Map<_, _> = names.iter().map(|name| ((*name).to_owned(), Value::Bool(true))).collect();
    json!({ "properties": properties, "required": names })
}

fn exactly_one(names: &[&str]) -> Value {
    let each: Vec<_> = names.iter().map(|name| given(&[name])).collect();
    json!({ "oneOf": each })
}

fn at_most_one(names: &[&str]) -> Vec<Value> {
    let pairs = names.iter().enumerate().flat_map(|(index, first)| {
        names[index + 1..].iter().map(move |second| json!({ "not": given(&[first, second]) }))
    });
    pairs.collect()
}
