//! From a shape to a TypeScript type.

use super::{Accepted, docs, key, literal};
use crate::shape::{About, Field, Form, Forms, ListKind, Shape};

/// Longer arrays are lists, as ts-rs has it.
const LONGEST_TUPLE: u64 = 64;

/// Writes types as one form has them.
#[derive(Clone)]
pub(super) struct Writer<'a> {
    accepted: &'a Accepted<'a>,
    forms: &'a Forms,
    form: Form,
    documented: bool,
    /// The types without a name that are being written out.
    inside: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(accepted: &'a Accepted<'a>, forms: &'a Forms, form: Form) -> Self {
        Self { accepted, forms, form, documented: false, inside: Vec::new() }
    }

    /// With comments on fields.
    pub(super) fn documented(self) -> Self {
        Self { documented: true, ..self }
    }

    pub(super) fn shape(&self, shape: &'a Shape) -> String {
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
                let variants = variants.iter().map(|variant| {
                    let (tag, name) = (key(tag), literal(&variant.name));
                    format!("{{ {tag}: {name}; {} }}", self.fields(&variant.fields))
                });
                variants.collect::<Vec<_>>().join(" | ")
            }
            Shape::Union(shapes) => self.shapes(shapes).join(" | "),
            Shape::Nullable(shape) => format!("{} | null", self.shape(shape)),
            Shape::Named(name) => self.named(name),
        }
    }

    /// A named type: by its name in TypeScript, or written out.
    pub(super) fn named(&self, name: &'a str) -> String {
        if let Some(named) = self.accepted.named(name, self.form) {
            return named;
        }
        match self.forms.get(name, self.form) {
            Some(shape) if !self.inside.contains(&name) => {
                let mut inner = Self { documented: false, ..self.clone() };
                inner.inside.push(name);
                inner.shape(shape)
            }
            _ => "unknown".to_owned(),
        }
    }

    fn shapes(&self, shapes: &'a [Shape]) -> Vec<String> {
        shapes.iter().map(|shape| self.shape(shape)).collect()
    }

    fn fields(&self, fields: &'a [Field]) -> String {
        let field = |field: &'a Field| {
            let optional = if field.required { "" } else { "?" };
            let comment = if self.documented { comment(&field.about) } else { String::new() };
            format!("{comment}{}{optional}: {}; ", key(&field.name), self.shape(&field.shape))
        };
        fields.iter().map(field).collect::<Vec<_>>().concat()
    }

    fn is_names(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Names(_) => true,
            Shape::Named(name) => matches!(self.forms.get(name, self.form), Some(Shape::Names(_))),
            _ => false,
        }
    }
}

fn comment(about: &About) -> String {
    docs::comment(&docs::with_deprecation(docs::lines(&about.docs, None), about.deprecated.as_deref()), 0)
}
