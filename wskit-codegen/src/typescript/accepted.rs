//! What clients send, where that is typed otherwise than what the server sends.
//!
//! ts-rs declares the form that is sent. Where serde accepts more (a field with a default may be left out), the accepted
//! form is a type of its own, `<Name>Input`, made from the schema. Further names of a field (serde's aliases) are not in
//! it: whoever writes a message anew has no use for them.

use std::collections::BTreeSet;

use wskit::schema::{Protocol, TypeDoc, TypeRef};

use super::{docs, layout, shapes::Writer, types};
use crate::{
    order,
    shape::{Form, Forms, Shape, deprecation, parse},
};

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
        if same { ty.typescript.clone() } else { self.writer(Form::Accepted).shape(&shape) }
    }

    /// What one form of a named type is called, if it has a name.
    pub(super) fn named(&self, name: &str, form: Form) -> Option<String> {
        match form {
            Form::Sent => sent_type(self.protocol, name),
            Form::Accepted if self.own.iter().any(|own| own == name) => Some(input(name)),
            Form::Accepted => {
                sent_type(self.protocol, name).filter(|_| !self.forms.differ_in_typescript(name))
            }
        }
    }

    /// One form of a named type, written out if it has no name, as a module sees it that imports the protocol as `T`.
    pub(crate) fn qualified(&self, name: &str, form: Form) -> String {
        // With further names for a field and nothing else that differs, there is no type of its own.
        let form = if self.forms.differ_in_typescript(name) { form } else { Form::Sent };
        match self.named(name, form) {
            Some(input) if form == Form::Accepted => format!("T.{input}"),
            Some(sent) => super::qualified(&sent, self.protocol),
            None => {
                let written = layout::expression(&self.writer(form).named(name), 0);
                super::qualified(&written, self.protocol)
            }
        }
    }

    fn writer(&self, form: Form) -> Writer<'_> {
        Writer::new(self, &self.forms, form)
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
        let about = declared.and_then(|ty| types::about(self.protocol, ty));
        let schema = self.protocol.definitions.receive.get(name);
        let description = schema.and_then(|schema| schema.get("description")?.as_str()).unwrap_or_default();
        let mut lines = docs::lines(description, None);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let of = declared.map(|ty| format!(" for {{@link {}}}", ty.name)).unwrap_or_default();
        lines.push(format!("What a client may send{of}."));
        let lines =
            docs::with_deprecation(docs::with_tags(lines, about), schema.and_then(deprecation).as_deref());
        let declaration =
            format!("type {} = {};", input(name), self.writer(Form::Accepted).documented().shape(shape));
        Some(docs::comment(&lines, 0) + &layout::declaration(&declaration))
    }
}

/// The name of the accepted form of a type.
fn input(name: &str) -> String {
    super::identifier(name) + "Input"
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
