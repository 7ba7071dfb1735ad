//! From JSON Schema, as the document has it, to a shape.

use serde_json::{Map, Value};

use super::{DEFINITIONS, ListKind, Name, Pattern, Shape, object, rules};

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

/// One Unicode code point.
const CHARACTER: &str = "^[\\s\\S]$";

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
    if keywords.get("x-wskit-format").and_then(Value::as_str) == Some("char") {
        let form = Pattern { code: "length".to_owned(), source: CHARACTER.to_owned() };
        return Shape::Text { form: Some(form), rules: Vec::new() };
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::shape::{Pattern, Rule};

    fn text() -> Shape {
        Shape::Text { form: None, rules: Vec::new() }
    }

    #[test]
    fn an_option_is_told_from_an_untagged_enum() {
        let named = || json!({ "$ref": "#/$defs/A" });
        let nothing = || json!({ "type": "null" });
        let nullable = Shape::Nullable(Box::new(Shape::Named("A".to_owned())));
        assert_eq!(parse(&json!({ "anyOf": [named(), nothing()] })), nullable);
        let union = Shape::Union(vec![Shape::Named("A".to_owned()), Shape::Null]);
        assert_eq!(parse(&json!({ "anyOf": [named(), nothing()], "x-wskit-code": "variant" })), union);
        let union = Shape::Union(vec![text(), Shape::Boolean]);
        assert_eq!(parse(&json!({ "anyOf": [{ "type": "string" }, { "type": "boolean" }] })), union);
    }

    #[test]
    fn strings_of_a_fixed_set_come_in_three_ways() {
        let names = |schema: Value| match parse(&schema) {
            Shape::Names(names) => names.into_iter().map(|name| name.name).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(names(json!({ "type": "string", "enum": ["a", "b"] })), ["a", "b"]);
        assert_eq!(names(json!({ "type": "string", "const": "a" })), ["a"]);
        let documented = json!({ "oneOf": [
            { "type": "string", "enum": ["a", "b"] },
            { "type": "string", "const": "c", "description": "Documented.", "deprecated": true },
        ] });
        assert_eq!(names(documented), ["a", "b", "c"]);
        let nullable = parse(&json!({ "type": ["string", "null"], "enum": ["a", null] }));
        assert!(matches!(nullable, Shape::Nullable(inner) if matches!(*inner, Shape::Names(_))));
    }

    #[test]
    fn patterns_are_constraints_or_what_a_string_has_to_be() {
        let pattern = |code: &str, source: &str| Pattern { code: code.to_owned(), source: source.to_owned() };
        let schema = json!({
            "type": "string", "pattern": "a", "x-wskit-code": "email", "maxLength": 3,
            "allOf": [{ "pattern": "b" }, { "pattern": "c", "x-wskit-code": "suffix" }],
        });
        let rules = vec![
            Rule::Pattern(pattern("email", "a")),
            Rule::Length(None, Some(3)),
            Rule::Pattern(pattern("pattern", "b")),
            Rule::Pattern(pattern("suffix", "c")),
        ];
        assert_eq!(parse(&schema), Shape::Text { form: None, rules });
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": 1, "x-wskit-format": "char" });
        assert_eq!(
            parse(&schema),
            Shape::Text { form: Some(pattern("length", CHARACTER)), rules: Vec::new() }
        );
        let schema = json!({ "type": "string", "pattern": "d", "x-wskit-code": "uuid" });
        assert_eq!(parse(&schema), Shape::Text { form: Some(pattern("uuid", "d")), rules: Vec::new() });
    }

    #[test]
    fn bounds_that_come_with_the_type_are_no_constraints() {
        let integer = |minimum: i64, maximum: i64| {
            parse(
                &json!({ "type": "integer", "minimum": minimum, "maximum": maximum, "x-wskit-format": "uint8" }),
            )
        };
        let rules = |rules| Shape::Integer { width: "uint8".to_owned(), rules };
        assert_eq!(integer(0, 255), rules(Vec::new()));
        assert_eq!(integer(0, 9), rules(vec![Rule::Range(vec![("max", 9.into())])]));
        assert_eq!(integer(1, 255), rules(vec![Rule::Range(vec![("min", 1.into())])]));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let schema = json!({ "if": {}, "then": {}, "description": "", "x-wskit-a": 1 });
        assert_eq!(parse(&schema), Shape::Anything { unread: vec!["if".to_owned(), "then".to_owned()] });
        assert_eq!(parse(&json!(true)), Shape::Anything { unread: Vec::new() });
    }

    #[test]
    fn lists_sets_and_arrays() {
        let kind = |schema: Value| match parse(&schema) {
            Shape::List { kind, rules, .. } => (kind, rules.len()),
            other => panic!("{other:?}"),
        };
        let list = |extra: Value| {
            let mut schema = json!({ "type": "array", "items": { "type": "string" } });
            schema.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            schema
        };
        assert_eq!(kind(list(json!({}))), (ListKind::Any, 0));
        assert_eq!(kind(list(json!({ "minItems": 1, "uniqueItems": true }))), (ListKind::Any, 2));
        assert_eq!(kind(list(json!({ "minItems": 3, "maxItems": 3 }))), (ListKind::Fixed(3), 0));
        let vec = json!({ "minItems": 3, "maxItems": 3, "x-wskit-format": "list" });
        assert_eq!(kind(list(vec)), (ListKind::Any, 1));
        let set = json!({ "maxItems": 3, "uniqueItems": true, "x-wskit-format": "set" });
        assert_eq!(kind(list(set)), (ListKind::Set, 1));
    }
}
