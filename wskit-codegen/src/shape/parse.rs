//! From JSON Schema, as the document has it, to a shape.

use serde_json::{Map, Value};

use super::{DEFINITIONS, ListKind, Name, Shape, object, rules};

/// Keywords that say nothing about a value.
const SILENT: [&str; 9] = [
    "title",
    "description",
    "deprecated",
    "default",
    "examples",
    "$comment",
    "readOnly",
    "writeOnly",
    "format",
];

/// The shape of a schema.
pub(crate) fn parse(schema: &Value) -> Shape {
    let Value::Object(keywords) = schema else {
        return Shape::Anything { unread: Vec::new() };
    };
    if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
        return named(reference);
    }
    match kinds(keywords).as_slice() {
        [kind] => of_kind(kind, keywords),
        [kind, "null"] | ["null", kind] => Shape::Nullable(Box::new(of_kind(kind, keywords))),
        _ => combined(keywords),
    }
}

fn named(reference: &str) -> Shape {
    let name = reference.strip_prefix(DEFINITIONS).unwrap_or(reference);
    Shape::Named(name.replace("~1", "/").replace("~0", "~"))
}

/// The types that a schema allows, if it says.
fn kinds(keywords: &Map<String, Value>) -> Vec<&str> {
    match keywords.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn of_kind(kind: &str, keywords: &Map<String, Value>) -> Shape {
    match kind {
        "null" => Shape::Null,
        "boolean" => Shape::Boolean,
        "string" => text(keywords),
        "integer" => {
            let (width, rules) = rules::of_integer(keywords);
            Shape::Integer { width, rules }
        }
        "number" => {
            let (single, rules) = rules::of_number(keywords);
            Shape::Number { single, rules }
        }
        "array" => array(keywords),
        "object" => object(keywords),
        _ => unread(keywords),
    }
}

fn text(keywords: &Map<String, Value>) -> Shape {
    let schema = Value::Object(keywords.clone());
    if let Some(names) = names(&schema) {
        return Shape::Names(names);
    }
    let (form, rules) = rules::of_text(keywords);
    Shape::Text { form, rules }
}

fn array(keywords: &Map<String, Value>) -> Shape {
    if let Some(items) = keywords.get("prefixItems").and_then(Value::as_array) {
        return Shape::Tuple(items.iter().map(parse).collect());
    }
    let item = Box::new(keywords.get("items").map_or(Shape::Anything { unread: Vec::new() }, parse));
    let (least, most) = (keywords.get("minItems"), keywords.get("maxItems"));
    let (kind, length, unique) =
        match (keywords.get("x-wskit-format").and_then(Value::as_str), least.and_then(Value::as_u64)) {
            (Some("set"), _) => (ListKind::Set, true, false),
            // An array of Rust's. A Vec of which one length is asked reads the same, but for the issues of a value that is
            // wrong in two ways.
            (None | Some("array"), Some(count)) if least == most => (ListKind::Fixed(count), false, true),
            _ => (ListKind::Any, true, true),
        };
    Shape::List { kind, item, rules: rules::of_array(keywords, length, unique) }
}

fn object(keywords: &Map<String, Value>) -> Shape {
    match keywords.get("additionalProperties") {
        Some(Value::Bool(false)) => Shape::Object(object::fields(keywords)),
        values if keywords.get("properties").is_none() && keywords.get("patternProperties").is_none() => {
            let rules = rules::length(keywords, "minProperties", "maxProperties");
            let keys = keywords.get("propertyNames");
            let keys = keys.map_or(Shape::Text { form: None, rules: Vec::new() }, key);
            let values = values.map_or(Shape::Anything { unread: Vec::new() }, parse);
            Shape::Map { keys: Box::new(keys), values: Box::new(values), rules }
        }
        _ => unread(keywords),
    }
}

/// The form of keys, which are strings without a schema having to say so.
fn key(schema: &Value) -> Shape {
    match schema {
        Value::Object(keywords) if !keywords.contains_key("$ref") && !keywords.contains_key("type") => {
            text(keywords)
        }
        schema => parse(schema),
    }
}

/// Several schemas under one keyword.
fn combined(keywords: &Map<String, Value>) -> Shape {
    let options = |keyword: &str| keywords.get(keyword).and_then(Value::as_array);
    if let Some(names) = names(&Value::Object(keywords.clone())) {
        return Shape::Names(names);
    }
    if let Some(options) = options("oneOf").or_else(|| options("anyOf")) {
        return alternatives(options, keywords.get("x-wskit-code").is_some());
    }
    if let Some([only]) = options("allOf").map(Vec::as_slice) {
        return parse(only);
    }
    unread(keywords)
}

/// A schema of one of several; `untagged` where it is said to be an enum, and not an `Option`.
fn alternatives(options: &[Value], untagged: bool) -> Shape {
    let is_null = |option: &Value| option.get("type").and_then(Value::as_str) == Some("null");
    match options {
        [value, null] if is_null(null) && !untagged => Shape::Nullable(Box::new(parse(value))),
        options => object::tagged(options)
            .filter(|_| !untagged)
            .unwrap_or_else(|| Shape::Union(options.iter().map(parse).collect())),
    }
}

/// The strings of a schema that allows a few only; documented ones stand in a `oneOf` of their own schemas.
fn names(schema: &Value) -> Option<Vec<Name>> {
    if let Some(constant) = object::constant(schema) {
        return Some(vec![Name { name: constant.to_owned(), about: object::about(schema) }]);
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let strings: Vec<_> = values.iter().filter(|value| !value.is_null()).collect();
        let name =
            |value: &&Value| Some(Name { name: value.as_str()?.to_owned(), about: super::About::default() });
        return strings.iter().map(name).collect();
    }
    let options = schema.get("oneOf")?.as_array()?;
    let all: Option<Vec<_>> = options.iter().map(names).collect();
    Some(all?.into_iter().flatten().collect())
}

/// What nothing that wskit writes would say.
fn unread(keywords: &Map<String, Value>) -> Shape {
    let silent = |keyword: &str| SILENT.contains(&keyword) || keyword.starts_with("x-wskit-");
    let unread = keywords.keys().filter(|keyword| !silent(keyword)).cloned().collect();
    Shape::Anything { unread }
}
