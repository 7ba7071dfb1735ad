//! Every schema inside a schema.

use serde_json::{Map, Value};

/// Keywords that hold schemas by name.
const NAMED: [&str; 5] = ["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"];

/// Keywords that hold a schema, or several.
const DIRECT: [&str; 13] = [
    "items",
    "prefixItems",
    "additionalItems",
    "additionalProperties",
    "propertyNames",
    "contains",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
];

/// Calls a function with the keywords of each schema, the inner ones first. What is a value, such as a `default`, is left
/// alone, and so are the names of properties.
pub(super) fn each_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    let Value::Object(keywords) = schema else { return };
    for (keyword, value) in keywords.iter_mut() {
        match value {
            Value::Object(named) if NAMED.contains(&keyword.as_str()) => {
                for schema in named.values_mut() {
                    each_schema(schema, visit);
                }
            }
            Value::Array(schemas) if DIRECT.contains(&keyword.as_str()) => {
                for schema in schemas {
                    each_schema(schema, visit);
                }
            }
            schema if DIRECT.contains(&keyword.as_str()) => each_schema(schema, visit),
            _ => {}
        }
    }
    visit(keywords);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_values_are_no_keywords() {
        let mut schema = json!({
            "x": 1,
            "properties": { "x": { "x": 1, "default": { "x": 1 } } },
            "oneOf": [{ "x": 1, "items": { "x": 1 } }],
            "additionalProperties": false,
        });
        each_schema(&mut schema, &mut |keywords| {
            keywords.remove("x");
        });
        let rest = json!({
            "properties": { "x": { "default": { "x": 1 } } },
            "oneOf": [{ "items": {} }],
            "additionalProperties": false,
        });
        assert_eq!(schema, rest);
    }
}
