//! What clients send, where that is typed otherwise than what the server sends.
//!
//! ts-rs declares the form that is sent. Where serde accepts more (a field with a default may be left out), the accepted
//! form is a type of its own, `<Name>Input`, made from the schema. Further names of a field (serde's aliases) are not in
//! it: whoever writes a message anew has no use for them.

use std::collections::BTreeSet;

use wskit::schema::{Protocol, TypeDoc, TypeRef};

use super::{docs, key, layout, literal, types};
use crate::{
    order,
    shape::{About, Field, Form, Forms, ListKind, Shape, parse},
};

/// Longer arrays are lists, as ts-rs has it.
const LONGEST_TUPLE: u64 = 64;

/// The accepted forms of a protocol's types.
pub(crate) struct Accepted<'a> {
    protocol: &'a Protocol,
    forms: Forms,
    /// The named types with a type of their own for what is accepted, in the order of use.
    own: Vec<String>,
}

impl<'a> Accepted<'a> {
    pub(crate) fn of(protocol: &'a Protocol) -> Self {
        let forms = Forms::of(protocol);
        let mut own = forms.used(order::from_clients(protocol), Form::Accepted);
        let mut wanted: BTreeSet<String> =
            own.iter().filter(|name| forms.differ_in_typescript(name)).cloned().collect();
        // What these refer to has to have a name too.
        let mut left: Vec<String> = wanted.iter().cloned().collect();
        while let Some(name) = left.pop() {
            let used = forms.get(&name, Form::Accepted).map(Shape::names).unwrap_or_default();
            for name in used.into_iter().filter(|name| sent_type(protocol, name).is_none()) {
                if wanted.insert(name.to_owned()) {
                    left.push(name.to_owned());
                }
            }
        }
        own.retain(|name| wanted.contains(name));
        Self { protocol, forms, own }
    }

    /// The TypeScript of one use of a type.
    pub(super) fn expression(&self, ty: &TypeRef) -> String {
        let shape = parse(&ty.schema.receive);
        let differs = |name: &str| self.forms.differ_in_typescript(name);
        let same = shape == parse(&ty.schema.send) && !shape.names().into_iter().any(differs);
        if same { ty.typescript.clone() } else { self.shape(&shape) }
    }

    /// The type of the accepted form of a named type, if it has a name.
    fn named(&self, name: &str) -> Option<String> {
        if self.own.iter().any(|own| own == name) {
            return Some(input(name));
        }
        sent_type(self.protocol, name).filter(|_| !self.forms.differ_in_typescript(name))
    }

    /// The type of one form of a named type, if it has a name, as a module sees it that imports the protocol as `T`.
    pub(crate) fn qualified(&self, name: &str, form: Form) -> Option<String> {
        let own = self.own.iter().any(|own| own == name);
        match form {
            Form::Accepted if own => Some(format!("T.{}", input(name))),
            _ => Some(super::qualified(&sent_type(self.protocol, name)?, self.protocol)),
        }
    }

    /// Every type that is declared for what is accepted: the named type it is of, and its name.
    pub(crate) fn declared(&self) -> impl Iterator<Item = (&str, String)> {
        self.own.iter().map(|name| (name.as_str(), input(name)))
    }

    /// The declaration of the accepted form of a named type, if it has one of its own.
    pub(super) fn declaration(&self, name: &str) -> Option<String> {
        if !self.own.iter().any(|own| own == name) {
            return None;
        }
        let shape = self.forms.get(name, Form::Accepted)?;
        let declared = self.protocol.types.iter().find(|ty| ty.name == name);
        let mut lines = docs::lines(self.docs(name), declared.and_then(|ty| types::about(self.protocol, ty)));
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(match sent_type(self.protocol, name) {
            Some(sent) => format!("What a client sends; the server sends {{@link {sent}}}."),
            None => "What a client sends.".to_owned(),
        });
        let declaration = format!("type {} = {};", input(name), self.shape(shape));
        Some(docs::comment(&lines, 0) + &layout::declaration(&declaration))
    }

    fn docs(&self, name: &str) -> &str {
        let definition = self.protocol.definitions.receive.get(name);
        definition.and_then(|schema| schema.get("description")?.as_str()).unwrap_or_default()
    }

    fn shape(&self, shape: &Shape) -> String {
        match shape {
            Shape::Anything { .. } => "unknown".to_owned(),
            Shape::Null => "null".to_owned(),
            Shape::Boolean => "boolean".to_owned(),
            Shape::Text { .. } => "string".to_owned(),
            Shape::Integer { .. } | Shape::Number { .. } => "number".to_owned(),
            Shape::Names(names) if names.is_empty() => "never".to_owned(),
            Shape::Names(names) => {
                names.iter().map(|name| literal(&name.name)).collect::<Vec<_>>().join(" | ")
            }
            Shape::List { kind: ListKind::Fixed(count @ 0..=LONGEST_TUPLE), item, .. } => {
                let items: Vec<_> = (0..*count).map(|_| self.shape(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Shape::List { item, .. } => format!("Array<{}>", self.shape(item)),
            Shape::Tuple(items) => format!("[{}]", self.shapes(items).join(", ")),
            Shape::Map { keys, values, .. } => {
                // Of a fixed set of keys, none has to be there.
                let optional = if self.is_names(keys) { "?" } else { "" };
                format!("{{ [key in {}]{optional}: {} }}", self.shape(keys), self.shape(values))
            }
            Shape::Object(fields) => format!("{{ {} }}", self.fields(fields)),
            Shape::Tagged { tag, variants } => {
                let variant = |name: &str, fields| {
                    format!("{{ {}: {}; {} }}", key(tag), literal(name), self.fields(fields))
                };
                let variants = variants.iter().map(|each| variant(&each.name, &each.fields));
                variants.collect::<Vec<_>>().join(" | ")
            }
            Shape::Union(shapes) => self.shapes(shapes).join(" | "),
            Shape::Nullable(shape) => format!("{} | null", self.shape(shape)),
            Shape::Named(name) => self.named(name).unwrap_or_else(|| "unknown".to_owned()),
        }
    }

    fn shapes(&self, shapes: &[Shape]) -> Vec<String> {
        shapes.iter().map(|shape| self.shape(shape)).collect()
    }

    fn fields(&self, fields: &[Field]) -> String {
        let field = |field: &Field| {
            let optional = if field.required { "" } else { "?" };
            let (comment, name) = (comment(&field.about), key(&field.name));
            format!("{comment}{name}{optional}: {};\n", self.shape(&field.shape))
        };
        fields.iter().map(field).collect::<Vec<_>>().concat()
    }

    fn is_names(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Names(_) => true,
            Shape::Named(name) => {
                matches!(self.forms.get(name, Form::Accepted), Some(Shape::Names(_)))
            }
            _ => false,
        }
    }
}

/// The name of the accepted form of a type.
fn input(name: &str) -> String {
    super::identifier(name) + "Input"
}

fn comment(about: &About) -> String {
    docs::comment(&docs::with_deprecation(docs::lines(&about.docs, None), about.deprecated), 0)
}

/// What the sent form of a named type is called in TypeScript; for an instance of a generic type, as the messages say it.
fn sent_type(protocol: &Protocol, name: &str) -> Option<String> {
    let is_plain = |ty: &TypeDoc| ty.name == name && !ty.typescript.starts_with(&format!("type {name}<"));
    if protocol.types.iter().any(is_plain) {
        return Some(name.to_owned());
    }
    let instance =
        order::payloads(protocol).find(|ty| parse(&ty.schema.send) == Shape::Named(name.to_owned()));
    instance.map(|ty| ty.typescript.clone())
}
