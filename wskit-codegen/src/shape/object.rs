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
        deprecated: schema.get("deprecated").and_then(Value::as_bool).unwrap_or_default(),
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}
