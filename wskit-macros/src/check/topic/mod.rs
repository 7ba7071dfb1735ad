//! `#[topic("room:{room_id}", carries(ChatMessage))]`: a struct whose fields stand in a text.

mod arguments;
mod text;

use std::collections::{HashMap, HashSet};

use syn::{
    ConstParam, Data, DeriveInput, Field, Fields, GenericParam, Ident, TypeParam, ext::IdentExt,
    spanned::Spanned,
};

use super::{attributes, definition, types};
use crate::{
    case::Case,
    diagnostics::{self, Errors},
    model::{About, Declared, Topic, TopicValue},
    syntax::item::RawMarker,
};

/// What says something about a field that stands on the wire, or may not be there.
const NOT_ON_FIELDS: [&str; 7] = ["validate", "wire", "code", "serde", "schemars", "ts", "cfg"];

/// Checks a topic; `None` when anything is wrong with it.
pub(super) fn check(marker: &RawMarker, mut input: DeriveInput, errors: &mut Errors) -> Option<Topic> {
    let before = errors.count();
    let keyword = definition::keyword(&input.data);
    let about = attributes::about(&input.attrs);
    of_item(&input, errors);
    let fields = fields(&mut input, errors);
    let arguments = arguments::read(marker, errors);
    let text = match (&fields, &arguments.text) {
        (Some(fields), Some(text)) => text::read(text, fields, errors),
        _ => None,
    };
    let definition = definition::of_topic(input, keyword, errors);
    if errors.count() != before {
        return None;
    }
    let (fields, text) = (fields?, text?);
    let values = text.values.into_iter().map(|(field, after)| value(&fields, &field, after));
    Some(Topic {
        definition,
        about: About { since: arguments.since, ..about },
        written: arguments.text?,
        start: text.start,
        values: values.collect::<Option<_>>()?,
        carries: arguments.carries,
        fields,
    })
}

/// Reports a text that two topics of one `message!` share, at the second.
pub(crate) fn unique(items: &[Declared], errors: &mut Errors) {
    let mut seen = HashMap::<String, &Ident>::new();
    for item in items {
        let Declared::Topic(topic) = item else { continue };
        // Two declarations under opposite conditions never meet.
        if !topic.definition.conditions.is_empty() {
            continue;
        }
        if let Some(first) = seen.get(&topic.form()) {
            errors.push(diagnostics::duplicate_topic(topic.written.span(), first));
        } else {
            seen.insert(topic.form(), &topic.definition.name);
        }
    }
}

fn of_item(input: &DeriveInput, errors: &mut Errors) {
    for parameter in &input.generics.params {
        errors.push(match parameter {
            GenericParam::Lifetime(lifetime) => diagnostics::topic_reference(lifetime.span()),
            GenericParam::Type(TypeParam { ident, .. }) | GenericParam::Const(ConstParam { ident, .. }) => {
                diagnostics::generic_topic(ident.span())
            }
        });
    }
    for attribute in &input.attrs {
        if let Some(name) =
            NOT_ON_FIELDS.iter().find(|name| **name != "cfg" && attribute.path().is_ident(name))
        {
            errors.push(diagnostics::topic_attribute(name, attribute.path().span()));
        }
    }
}

/// The fields, if each has a name.
fn fields(input: &mut DeriveInput, errors: &mut Errors) -> Option<Fields> {
    let Data::Struct(data) = &mut input.data else {
        errors.push(diagnostics::topic_is_no_struct(&input.ident));
        return None;
    };
    if let Fields::Unnamed(unnamed) = &data.fields {
        errors.push(diagnostics::tuple_topic(unnamed.span()));
        return None;
    }
    let fields = std::mem::replace(&mut data.fields, Fields::Unit);
    // The lifetime of an item is in its references: one mistake.
    let owned = input.generics.lifetimes().next().is_none();
    let mut keys = HashSet::new();
    for field in &fields {
        of_field(field, owned, errors);
        let key = Case::Camel.field(&name(field));
        if !keys.insert(key.clone()) {
            errors.push(diagnostics::duplicate_value(&key, field.ident.span()));
        }
    }
    Some(fields)
}

fn of_field(field: &Field, owned: bool, errors: &mut Errors) {
    if let Some(reference) = types::reference(&field.ty).filter(|_| owned) {
        errors.push(diagnostics::topic_reference(reference));
    }
    for attribute in &field.attrs {
        if let Some(name) = NOT_ON_FIELDS.iter().find(|name| attribute.path().is_ident(name)) {
            errors.push(diagnostics::topic_attribute(name, attribute.path().span()));
        }
    }
}

fn value(fields: &Fields, name: &Ident, after: String) -> Option<TopicValue> {
    let field = fields.iter().find(|field| field.ident.as_ref() == Some(name))?;
    Some(TopicValue {
        field: name.clone(),
        ty: field.ty.clone(),
        wire_name: Case::Camel.field(&self::name(field)),
        docs: attributes::docs(&field.attrs),
        deprecated: attributes::deprecated(&field.attrs),
        after,
    })
}

/// The name of a field as a text has it.
fn name(field: &Field) -> String {
    field.ident.as_ref().map(|name| name.unraw().to_string()).unwrap_or_default()
}
