//! From what was written to what is declared. Every check goes on after an error with something harmless in its place,
//! so that one run reports every mistake of an item and the emitter never sees an impossible one.

mod attributes;
mod body;
mod definition;
mod errors;
mod field;
mod form;
mod itself;
mod marker;
mod message;
mod pattern;
mod rules;
pub(crate) mod serde;
mod stand_in;
mod topic;
mod types;
mod wire_type;

pub(crate) use attributes::docs;
pub(crate) use definition::end;
pub(crate) use topic::unique as unique_topics;

use std::collections::HashMap;

use syn::{Data, DeriveInput, Ident, spanned::Spanned};

use crate::{
    diagnostics::{self, Errors},
    model::{Declared, Item},
    syntax::item::{Marker, RawItem, RawMarker},
};

/// Checks one item; `None` when nothing sensible can be emitted for it but a stub. `declared` are the names of all.
pub(crate) fn item(raw: RawItem, declared: &[Ident], errors: &mut Errors) -> Option<Declared> {
    let RawItem { markers, mut input } = raw;
    itself::named(&mut input);
    let marker = single_marker(&markers, &input.ident, errors)?;
    if marker.marker == Marker::Topic {
        return topic::check(&marker, input, errors).map(|topic| Declared::Topic(Box::new(topic)));
    }
    let sound = shape(marker.marker, &input, errors);
    if !sound {
        return None;
    }
    if marker.marker == Marker::Error {
        return errors::check(&marker, input, declared, errors).map(|set| Declared::Errors(Box::new(set)));
    }
    let keyword = definition::keyword(&input.data);
    let about = attributes::about(&input.attrs);
    let (role, since) = marker::role(&marker, &input, errors);
    let body::Checked { body, strict, camel } = body::check(marker.marker, &mut input, declared, errors)?;
    let definition = definition::check(input, keyword, &body, strict, errors);
    let about = crate::model::About { since, ..about };
    Some(Declared::Item(Box::new(Item { definition, about, role, body, camel })))
}

/// Reports a wire type that two items of one `message!` share, at the second.
pub(crate) fn unique_wire_types(items: &[Declared], errors: &mut Errors) {
    let mut seen = HashMap::<String, &Ident>::new();
    for item in items {
        let Declared::Item(item) = item else { continue };
        let Some(wire_type) = item.role.wire_type() else { continue };
        // Two declarations under opposite conditions never meet.
        if !item.definition.conditions.is_empty() {
            continue;
        }
        if let Some(first) = seen.get(&wire_type.value()) {
            errors.push(diagnostics::duplicate_wire_type(&wire_type.value(), wire_type.span(), first));
        } else {
            seen.insert(wire_type.value(), &item.definition.name);
        }
    }
}

/// The marker that counts: the first.
fn single_marker(markers: &[RawMarker], name: &Ident, errors: &mut Errors) -> Option<RawMarker> {
    let Some((first, others)) = markers.split_first() else {
        errors.push(diagnostics::no_marker(name));
        return None;
    };
    for other in others {
        errors.push(diagnostics::second_marker(other.span, first.marker, other.marker));
    }
    Some(first.clone())
}

/// Whether the item is of a kind that its marker fits.
fn shape(marker: Marker, input: &DeriveInput, errors: &mut Errors) -> bool {
    let before = errors.count();
    if let Data::Union(union) = &input.data {
        errors.push(diagnostics::union(union.union_token.span()));
    }
    // The lifetime of an item is in its references: one mistake.
    let owned = input.generics.lifetimes().next().is_none();
    for reference in fields(&input.data).filter(|_| owned).filter_map(|field| types::reference(&field.ty)) {
        errors.push(diagnostics::lifetime(reference));
    }
    for lifetime in input.generics.lifetimes() {
        errors.push(diagnostics::lifetime(lifetime.span()));
    }
    for parameter in input.generics.const_params() {
        errors.push(diagnostics::const_parameter(parameter.ident.span()));
    }
    let generic = input.generics.params.iter().find(|param| matches!(param, syn::GenericParam::Type(_)));
    if let Some(generic) = generic
        && marker != Marker::Data
    {
        errors.push(diagnostics::generic(marker, generic.span()));
    }
    if let Data::Struct(data) = &input.data {
        struct_shape(marker, &input.ident, &data.fields, errors);
    }
    if marker == Marker::Meta && matches!(input.data, Data::Enum(_)) {
        errors.push(diagnostics::meta_shape(&input.ident));
    }
    errors.count() == before
}

fn fields(data: &Data) -> impl Iterator<Item = &syn::Field> {
    let list: Vec<&syn::Fields> = match data {
        Data::Struct(data) => vec![&data.fields],
        Data::Enum(data) => data.variants.iter().map(|variant| &variant.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    list.into_iter().flatten()
}

fn struct_shape(marker: Marker, name: &Ident, fields: &syn::Fields, errors: &mut Errors) {
    match (marker, fields) {
        (Marker::Error, _) => errors.push(diagnostics::error_struct(name)),
        (Marker::Meta, syn::Fields::Unnamed(_) | syn::Fields::Unit) => {
            errors.push(diagnostics::meta_shape(name));
        }
        (Marker::Event | Marker::Rpc | Marker::Response, syn::Fields::Unnamed(unnamed))
            if unnamed.unnamed.len() != 1 =>
        {
            errors.push(diagnostics::tuple_message(marker, unnamed.span()));
        }
        _ => {}
    }
}
