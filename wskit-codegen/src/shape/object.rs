//! Objects: their fields, in the order of declaration.

use serde_json::{Map, Value};

use super::{About, Field, Shape, Variant, parse};

/// The fields of a strict object.
pub(super) fn fields(schema: &Map<String, Value>) -> Vec<Field> {
    let required = strings(schema.get("required"));
    let groups = groups(schema);
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let mut fields = Vec::new();
    for (name, value) in properties {
        if groups.iter().any(|group| group.names[1..].contains(name)) {
            continue;
        }
        let group = groups.iter().find(|group| group.names[0] == *name);
        fields.push(Field {
            name: name.clone(),
            aliases: group.map(|group| group.names[1..].to_vec()).unwrap_or_default(),
            required: required.contains(name) || group.is_some_and(|group| group.required),
            shape: parse(value),
            about: about(value),
        });
    }
    fields
}

/// The names of one field, the first of them its own.
struct Group {
    names: Vec<String>,
    required: bool,
}

/// The fields with several names: serde takes any of them, but not two.
///
/// `{"oneOf": [{"required": ["name"]}, {"required": ["nick"]}]}` for a required field, and
/// `{"not": {"required": ["name", "nick"]}}` for each pair of names of an optional one.
fn groups(schema: &Map<String, Value>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let branches = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    for branch in std::iter::once(&Value::Object(schema.clone())).chain(branches) {
        let one_of = branch.get("oneOf").and_then(Value::as_array).map(|options| {
            options.iter().flat_map(|option| strings(option.get("required"))).collect::<Vec<_>>()
        });
        let pair = branch.get("not").map(|not| strings(not.get("required"))).unwrap_or_default();
        match one_of {
            Some(names) if names.len() > 1 => groups.push(Group { names, required: true }),
            _ if pair.len() == 2 => add_pair(&mut groups, pair),
            _ => {}
        }
    }
    groups
}

fn add_pair(groups: &mut Vec<Group>, pair: Vec<String>) {
    let known = groups.iter_mut().find(|group| pair.iter().any(|name| group.names.contains(name)));
    match known {
        Some(group) => {
            for name in pair {
                if !group.names.contains(&name) {
                    group.names.push(name);
                }
            }
        }
        None => groups.push(Group { names: pair, required: false }),
    }
}

/// The forms of a tagged enum, if these schemas are that: objects in which one key always has a value of its own.
pub(super) fn tagged(options: &[Value]) -> Option<Shape> {
    let tag = tags(options.first()?).into_iter().find(|tag| all_have(options, tag))?;
    let variants = options.iter().map(|option| variant(option, &tag)).collect::<Option<_>>()?;
    Some(Shape::Tagged { tag, variants })
}

/// The keys that have one value only.
fn tags(option: &Value) -> Vec<String> {
    let properties = option.get("properties").and_then(Value::as_object).into_iter().flatten();
    properties.filter(|(_, value)| constant(value).is_some()).map(|(name, _)| name.clone()).collect()
}

fn all_have(options: &[Value], tag: &str) -> bool {
    options.iter().all(|option| {
        tags(option).iter().any(|name| name == tag)
            && strings(option.get("required")).iter().any(|name| name == tag)
    })
}

fn variant(option: &Value, tag: &str) -> Option<Variant> {
    let schema = option.as_object()?;
    let name = constant(schema.get("properties")?.get(tag)?)?.to_owned();
    let fields = fields(schema).into_iter().filter(|field| field.name != tag).collect();
    Some(Variant { name, fields, about: about(option) })
}

/// The only string that a schema allows.
pub(super) fn constant(schema: &Value) -> Option<&str> {
    match (schema.get("const"), schema.get("enum").and_then(Value::as_array).map(Vec::as_slice)) {
        (Some(constant), _) => constant.as_str(),
        (None, Some([only])) => only.as_str(),
        _ => None,
    }
}

pub(super) fn about(schema: &Value) -> About {
    About {
        docs: schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
        deprecated: deprecation(schema),
    }
}

/// Why what a schema describes is not to be used any more, empty where that is not said; `None` where it is.
pub(crate) fn deprecation(schema: &Value) -> Option<String> {
    let deprecated = schema.get("deprecated").and_then(Value::as_bool) == Some(true);
    let note = || schema.get("x-wskit-deprecated").and_then(Value::as_str).unwrap_or_default();
    deprecated.then(|| note().to_owned())
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields_of(mut schema: Value) -> Vec<(String, Vec<String>, bool)> {
        schema["type"] = "object".into();
        schema["additionalProperties"] = false.into();
        let Shape::Object(fields) = parse(&schema) else { panic!("{schema}") };
        fields.into_iter().map(|field| (field.name, field.aliases, field.required)).collect()
    }

    fn field(name: &str, aliases: &[&str], required: bool) -> (String, Vec<String>, bool) {
        (name.to_owned(), aliases.iter().map(|&alias| alias.to_owned()).collect(), required)
    }

    #[test]
    fn a_required_field_with_other_names_is_one_field() {
        let schema = json!({
            "properties": { "b": {}, "name": { "type": "string" }, "nick": { "type": "string" } },
            "required": ["b"],
            "allOf": [{ "oneOf": [{ "required": ["name"] }, { "required": ["nick"] }] }],
        });
        assert_eq!(fields_of(schema), [field("b", &[], true), field("name", &["nick"], true)]);
    }

    #[test]
    fn an_optional_one_has_a_pair_for_each_two_of_its_names() {
        let pair = |names: [&str; 2]| json!({ "not": { "required": names } });
        let schema = json!({
            "properties": { "a": {}, "b": {}, "c": {}, "d": {}, "e": {} },
            "allOf": [pair(["a", "b"]), pair(["a", "c"]), pair(["b", "c"]), pair(["d", "e"])],
        });
        assert_eq!(fields_of(schema), [field("a", &["b", "c"], false), field("d", &["e"], false)]);
        // A single pair may stand for itself.
        let schema = json!({ "properties": { "d": {}, "e": {} }, "not": { "required": ["d", "e"] } });
        assert_eq!(fields_of(schema), [field("d", &["e"], false)]);
    }

    #[test]
    fn variants_have_fields_with_other_names_too() {
        let schema = json!({ "oneOf": [{
            "type": "object",
            "properties": { "kind": { "const": "a" }, "name": {}, "nick": {} },
            "required": ["kind"],
            "additionalProperties": false,
            "allOf": [{ "oneOf": [{ "required": ["name"] }, { "required": ["nick"] }] }],
        }] });
        let Shape::Tagged { tag, variants } = parse(&schema) else { panic!("{schema}") };
        assert_eq!((tag.as_str(), variants[0].name.as_str()), ("kind", "a"));
        let fields: Vec<_> = variants[0].fields.iter().map(|field| (&*field.name, field.required)).collect();
        assert_eq!(fields, [("name", true)]);
    }
}
