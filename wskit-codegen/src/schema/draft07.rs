//! The schema as draft-07 has it, for tools that read no later one.

use serde_json::{Map, Value, json};

use super::walk::each_schema;

/// Rewrites a schema of 2020-12. What draft-07 has no word for, such as `deprecated`, is an annotation that it lets pass.
pub(super) fn rewrite(schema: &mut Value) {
    each_schema(schema, &mut |keywords| {
        definitions(keywords);
        tuple(keywords);
        reference(keywords);
    });
}

/// `$defs` were called `definitions`.
fn definitions(keywords: &mut Map<String, Value>) {
    rename(keywords, "$defs", "definitions");
    if let Some(Value::String(reference)) = keywords.get_mut("$ref") {
        *reference = reference.replacen("#/$defs/", "#/definitions/", 1);
    }
}

/// `items` held either the schema of all items or one for each, and `additionalItems` that of any others.
fn tuple(keywords: &mut Map<String, Value>) {
    if !keywords.contains_key("prefixItems") {
        return;
    }
    rename(keywords, "items", "additionalItems");
    rename(keywords, "prefixItems", "items");
    let closed = keywords.get("maxItems").and_then(Value::as_u64)
        == keywords.get("items").and_then(Value::as_array).and_then(|items| u64::try_from(items.len()).ok());
    if closed && !keywords.contains_key("additionalItems") {
        keywords.insert("additionalItems".to_owned(), false.into());
    }
}

/// What stood beside a reference was ignored.
fn reference(keywords: &mut Map<String, Value>) {
    if keywords.len() < 2 {
        return;
    }
    let Some(reference) = keywords.shift_remove("$ref") else { return };
    let reference = json!({ "$ref": reference });
    match keywords.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(all) => all.insert(0, reference),
        None => {
            keywords.insert("allOf".to_owned(), json!([reference]));
        }
    }
}

/// Renames a keyword where it stands.
fn rename(keywords: &mut Map<String, Value>, from: &str, to: &str) {
    if !keywords.contains_key(from) {
        return;
    }
    let renamed = std::mem::take(keywords).into_iter();
    keywords.extend(renamed.map(|(key, value)| (if key == from { to.to_owned() } else { key }, value)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_becomes_the_older_one() {
        let mut schema = json!({
            "properties": {
                "$defs": { "$ref": "#/$defs/A", "description": "Beside.", "allOf": [{ "minLength": 1 }] },
                "pair": { "type": "array", "prefixItems": [{ "$ref": "#/$defs/A" }, true], "minItems": 2, "maxItems": 2 },
                "open": { "prefixItems": [true], "items": { "type": "string" } },
            },
            "$defs": { "A": { "type": "string", "default": { "$ref": "#/$defs/B" } } },
        });
        rewrite(&mut schema);
        let expected = json!({
            "properties": {
                "$defs": { "description": "Beside.", "allOf": [{ "$ref": "#/definitions/A" }, { "minLength": 1 }] },
                "pair": {
                    "type": "array", "items": [{ "$ref": "#/definitions/A" }, true], "minItems": 2, "maxItems": 2,
                    "additionalItems": false
                },
                "open": { "items": [true], "additionalItems": { "type": "string" } },
            },
            "definitions": { "A": { "type": "string", "default": { "$ref": "#/$defs/B" } } },
        });
        assert_eq!(schema, expected);
    }
}
