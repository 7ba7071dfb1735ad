//! What a module of validators exports.

use std::collections::BTreeSet;

use wskit::schema::{Protocol, TypeDoc, TypeRef};

use super::{build::Build, expression::Expression, patterns::Patterns};
use crate::{
    order,
    shape::{Form, Forms, Shape, parse},
    typescript::{key, qualified},
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
    /// The TypeScript type, if it has one.
    typescript: Option<String>,
    pub(super) expression: Expression,
}

/// The validator of what a message carries.
pub(super) struct Entry {
    pub(super) wire_type: String,
    /// The TypeScript type, and the expression; `None` without a payload.
    payload: Option<(String, Expression)>,
}

impl Constant {
    /// The TypeScript type of the constant.
    pub(super) fn ty(&self) -> String {
        self.typescript.as_ref().map_or_else(|| "Schema".to_owned(), |ty| format!("Schema<{ty}>"))
    }
}

impl Entry {
    pub(super) fn value(&self) -> String {
        match &self.payload {
            None => "/* #__PURE__ */ noPayload()".to_owned(),
            Some((_, Expression::Atom(constant))) => constant.clone(),
            Some((_, expression)) => {
                format!("/* #__PURE__ */ schema(() => {})", expression.print(2, 0, 0))
            }
        }
    }

    fn ty(&self) -> String {
        self.payload.as_ref().map_or_else(|| "Schema<void>".to_owned(), |(ty, _)| format!("Schema<{ty}>"))
    }
}

impl Constants {
    pub(super) fn of(protocol: &Protocol) -> Self {
        let forms = Forms::of(protocol);
        let used = forms.used(order::payloads(protocol));
        let patterns = patterns(protocol, &forms, &used);
        let types = used.iter().flat_map(|name| constants(protocol, &forms, &patterns, name)).collect();
        let map = entries(protocol, &forms, &patterns);
        Self { types, map, patterns }
    }

    /// `{ readonly CHAT_MESSAGE: Schema<T.ChatMessage>; ... }`
    pub(super) fn map_type(&self) -> String {
        let entry = |entry: &Entry| format!("  readonly {}: {};\n", key(&entry.wire_type), entry.ty());
        format!("{{\n{}}}", self.map.iter().map(entry).collect::<String>())
    }

    /// The functions of the runtime that the module calls, and the types it names.
    pub(super) fn functions(&self) -> BTreeSet<&'static str> {
        let mut names = BTreeSet::from(["Schema"]);
        if !self.types.is_empty() {
            names.insert("schema");
        }
        for constant in &self.types {
            constant.expression.functions(&mut names);
        }
        for entry in &self.map {
            match &entry.payload {
                None => {
                    names.insert("noPayload");
                }
                Some((_, expression)) => {
                    names.insert("schema");
                    expression.functions(&mut names);
                }
            }
        }
        names
    }
}

/// The name of the constant for one form of a type.
fn name(forms: &Forms, name: &str, form: Form) -> String {
    let word = |c: char| if c.is_alphanumeric() || c == '_' || c == '$' { c } else { '_' };
    let mut constant: String = name.chars().map(word).collect();
    if constant.starts_with(|c: char| c.is_numeric()) {
        constant.insert(0, '_');
    }
    if form == Form::Accepted && forms.differ(name) { constant + "Input" } else { constant }
}

/// The patterns of everything that is exported.
fn patterns(protocol: &Protocol, forms: &Forms, used: &[String]) -> Patterns {
    let mut patterns = Patterns::default();
    let named = used.iter().flat_map(|name| [forms.get(name, Form::Sent), forms.get(name, Form::Accepted)]);
    named.flatten().flat_map(Shape::patterns).for_each(|pattern| patterns.add(pattern));
    for (_, payload) in order::from_server(protocol) {
        if let Some(payload) = payload {
            parse(&payload.schema.send).patterns().into_iter().for_each(|pattern| patterns.add(pattern));
        }
    }
    patterns
}

/// The validators of a named type: one, or one for each form.
fn constants(protocol: &Protocol, forms: &Forms, patterns: &Patterns, of: &str) -> Vec<Constant> {
    let both: &[Form] = if forms.differ(of) { &[Form::Sent, Form::Accepted] } else { &[Form::Sent] };
    both.iter()
        .filter_map(|form| {
            let shape = forms.get(of, *form)?;
            let constant = |used: &str| name(forms, used, *form);
            Some(Constant {
                name: name(forms, of, *form),
                of: of.to_owned(),
                typescript: typescript(protocol, forms, of, *form),
                expression: Build { constant: &constant, patterns }.shape(shape),
            })
        })
        .collect()
}

/// The TypeScript type of a named type, if it has one of its own.
fn typescript(protocol: &Protocol, forms: &Forms, of: &str, form: Form) -> Option<String> {
    if form == Form::Accepted && forms.differ(of) {
        return None;
    }
    let is_plain = |ty: &TypeDoc| ty.name == of && !ty.typescript.starts_with(&format!("type {of}<"));
    if protocol.types.iter().any(is_plain) {
        return Some(format!("T.{of}"));
    }
    // An instance of a generic type, which the schema calls by a name of its own.
    let instance = order::payloads(protocol).find(|ty| parse(&ty.schema.send) == Shape::Named(of.to_owned()));
    instance.map(|ty| qualified(&ty.typescript, protocol))
}

fn entries(protocol: &Protocol, forms: &Forms, patterns: &Patterns) -> Vec<Entry> {
    let constant = |used: &str| name(forms, used, Form::Sent);
    let build = Build { constant: &constant, patterns };
    let payload = |ty: &TypeRef| (qualified(&ty.typescript, protocol), build.shape(&parse(&ty.schema.send)));
    order::from_server(protocol)
        .into_iter()
        .map(|(wire_type, ty)| Entry { wire_type: wire_type.to_owned(), payload: ty.map(payload) })
        .collect()
}
