//! What a module of validators exports.

use std::collections::BTreeSet;

use wskit::schema::{Protocol, TypeRef};

use super::{build::Build, expression::Expression, patterns::Patterns};
use crate::{
    order,
    shape::{Form, Forms, Shape, parse},
    typescript::{Accepted, identifier, key, qualified},
};

/// Everything that a module exports, and the patterns it shares.
pub(super) struct Constants {
    pub(super) types: Vec<Constant>,
    pub(super) map: Vec<Entry>,
    pub(super) patterns: Patterns,
}

/// The validator of a named type.
pub(super) struct Constant {
    pub(super) name: String,
    /// The name of the type in the document's definitions.
    pub(super) of: String,
    typescript: String,
    pub(super) expression: Expression,
}

/// The validator of what a message carries.
pub(super) struct Entry {
    pub(super) wire_type: String,
    typescript: String,
    pub(super) expression: Expression,
}

impl Constant {
    /// The TypeScript type of the constant.
    pub(super) fn ty(&self) -> String {
        format!("Schema<{}>", self.typescript)
    }
}

impl Constants {
    pub(super) fn of(protocol: &Protocol) -> Self {
        let forms = Forms::of(protocol);
        let used = used(protocol, &forms);
        let patterns = patterns(protocol, &forms, &used);
        let accepted = Accepted::of(protocol);
        let types = used.iter().map(|(name, form)| constant(&forms, &patterns, &accepted, name, *form));
        let types = types.collect();
        let map = entries(protocol, &forms, &patterns);
        Self { types, map, patterns }
    }

    /// `{ readonly CHAT_MESSAGE: Schema<T.ChatMessage>; ... }`
    pub(super) fn map_type(&self) -> String {
        let entry =
            |entry: &Entry| format!("  readonly {}: Schema<{}>;\n", key(&entry.wire_type), entry.typescript);
        format!("{{\n{}}}", self.map.iter().map(entry).collect::<String>())
    }

    /// The functions of the runtime that the module calls, and the types it names.
    pub(super) fn functions(&self) -> BTreeSet<&'static str> {
        let of_types = self.types.iter().map(|constant| &constant.expression);
        let all = of_types.chain(self.map.iter().map(|entry| &entry.expression));
        let mut names = BTreeSet::from(["Schema"]);
        for expression in all {
            names.insert("schema");
            expression.functions(&mut names);
        }
        names
    }
}

/// Every named type and form that has a validator: those of what messages carry as it is sent, and behind each the form
/// that clients send, if that is another.
fn used(protocol: &Protocol, forms: &Forms) -> Vec<(String, Form)> {
    let taken = forms.used(order::from_clients(protocol), Form::Accepted);
    let mut names = forms.used(order::payloads(protocol), Form::Sent);
    names.extend(taken.iter().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
    let mut used = Vec::new();
    for name in names {
        let both = taken.contains(&name) && forms.differ(&name);
        if forms.get(&name, Form::Sent).is_some() {
            used.push((name.clone(), Form::Sent));
        }
        if both && forms.get(&name, Form::Accepted).is_some() {
            used.push((name, Form::Accepted));
        }
    }
    used
}

/// What a module of validators uses under these names, so that no constant may have one: JavaScript's own, and the protocol.
const USED: [&str; 9] = ["Array", "Infinity", "Map", "Math", "NaN", "Number", "Object", "Set", "T"];

/// The name of the constant for one form of a type.
fn name(forms: &Forms, name: &str, form: Form) -> String {
    let constant = identifier(name);
    match form {
        Form::Accepted if forms.differ(name) => constant + "Input",
        _ if USED.contains(&constant.as_str()) => constant + "Schema",
        _ => constant,
    }
}

/// The patterns of everything that is exported.
fn patterns(protocol: &Protocol, forms: &Forms, used: &[(String, Form)]) -> Patterns {
    let mut patterns = Patterns::default();
    let named = used.iter().filter_map(|(name, form)| forms.get(name, *form));
    named.flat_map(Shape::patterns).for_each(|pattern| patterns.add(pattern));
    for payload in order::from_server(protocol).into_iter().filter_map(|(_, payload)| payload) {
        parse(&payload.schema.send).patterns().into_iter().for_each(|pattern| patterns.add(pattern));
    }
    patterns
}

/// The validator of one form of a named type.
fn constant(forms: &Forms, patterns: &Patterns, accepted: &Accepted<'_>, of: &str, form: Form) -> Constant {
    let constant = |used: &str| name(forms, used, form);
    let build = Build { constant: &constant, patterns };
    let anything = Shape::Anything { unread: Vec::new() };
    Constant {
        name: name(forms, of, form),
        of: of.to_owned(),
        typescript: accepted.qualified(of, form),
        expression: build.shape(forms.get(of, form).unwrap_or(&anything)),
    }
}

fn entries(protocol: &Protocol, forms: &Forms, patterns: &Patterns) -> Vec<Entry> {
    let constant = |used: &str| name(forms, used, Form::Sent);
    let build = Build { constant: &constant, patterns };
    let entry = |(wire_type, payload): (&str, Option<&TypeRef>)| {
        let (typescript, expression) = match payload {
            None => ("void".to_owned(), Expression::call("noPayload")),
            Some(ty) => (qualified(&ty.typescript, protocol), build.shape(&parse(&ty.schema.send))),
        };
        Entry { wire_type: wire_type.to_owned(), typescript, expression }
    };
    order::from_server(protocol).into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;
    use wskit::schema::{About, Builder, Direction, EventDoc, Schemas};

    use super::*;

    #[test]
    fn no_constant_hides_what_the_module_uses() {
        let schema = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
        let same = |schema: serde_json::Value| Schemas { receive: schema.clone(), send: schema };
        let definitions = BTreeMap::from([
            ("Map".to_owned(), json!({ "type": "array", "items": schema("A/b") })),
            ("A/b".to_owned(), json!({ "type": "string" })),
        ]);
        let event = EventDoc {
            wire_type: "MAP".to_owned(),
            direction: Direction::Server,
            about: About::default(),
            payload: Some(TypeRef { typescript: "Map".to_owned(), schema: same(schema("Map")) }),
            meta: None,
        };
        let protocol = Protocol {
            events: vec![event],
            definitions: Schemas { receive: definitions.clone(), send: definitions },
            ..Builder::new("P", "1", "").finish().unwrap()
        };
        let constants = Constants::of(&protocol);
        let names: Vec<_> = constants.types.iter().map(|constant| constant.name.as_str()).collect();
        assert_eq!(names, ["MapSchema", "A_b"]);
        assert_eq!(constants.map[0].expression.line(), "MapSchema");
    }
}
