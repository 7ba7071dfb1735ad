//! Fields: their names on the wire, their options and their constraints.

use std::collections::HashSet;

use quote::format_ident;
use syn::{Attribute, Field as RawField, Fields, Ident, ext::IdentExt, spanned::Spanned};

use super::{
    attributes,
    form::{self, Parameters},
    rules,
    serde::{On, Serde},
    types,
};
use crate::{
    case::Case,
    diagnostics::{self, Errors},
    model::{Field, Form, Optional, Place, Reading},
};

/// How the fields around each other are named.
#[derive(Clone, Copy)]
pub(super) struct Naming<'a> {
    /// The type parameters of the item.
    pub(super) parameters: &'a Parameters,
    /// The variant they belong to; empty for a struct.
    pub(super) variant: &'a str,
    pub(super) case: Case,
    /// The one field stands in the place of the whole.
    pub(super) transparent: bool,
    /// What is absent has a default.
    pub(super) default: bool,
}

/// Checks the fields of a struct or variant.
pub(super) fn check_all(fields: Fields, naming: Naming<'_>, errors: &mut Errors) -> Vec<Field> {
    let alone = fields.len() == 1;
    let unnamed_alone = alone && matches!(fields, Fields::Unnamed(_));
    let naming = Naming { transparent: unnamed_alone || (alone && naming.transparent), ..naming };
    let mut checked: Vec<_> =
        fields.into_iter().enumerate().map(|(index, field)| check(index, field, naming, errors)).collect();
    unique_keys(&mut checked, errors);
    checked
}

fn check(index: usize, mut field: RawField, naming: Naming<'_>, errors: &mut Errors) -> Field {
    let serde = Serde::take(On::Field, &mut field.attrs, errors);
    misplaced_code(&mut field.attrs, errors);
    presence(&mut field, &serde, naming, errors);
    let form = match form::check(&field.ty, &mut field.attrs, naming.parameters, serde.with, errors) {
        // What the user reads, what nobody reads and what nobody looks into is not ours.
        _ if serde.skip || serde.with => Form::Serde,
        form => form,
    };
    let constraints = rules::check(&mut field, form, errors);
    let form = if constraints.skip && form != Form::Digits { Form::Serde } else { form };
    let rust_name = field.ident.as_ref().map(|name| name.unraw().to_string());
    let wire_name =
        rust_name.as_ref().map(|name| serde.rename.clone().unwrap_or_else(|| naming.case.field(name)));
    let rename = wire_name.clone().filter(|name| serde.rename.is_none() && Some(name) != rust_name.as_ref());
    Field {
        deprecated: attributes::deprecated(&field.attrs).filter(|note| !note.is_empty()),
        optional: optional(&field, &serde, form),
        aliases: if serde.skip { Vec::new() } else { serde.aliases.clone() },
        reading: reading(&field, &serde, naming.default),
        rename: rename.filter(|_| !serde.skip && !naming.transparent),
        place: match wire_name {
            _ if naming.transparent => Place::Same,
            Some(name) => Place::Key(name),
            None => Place::Index(index),
        },
        rules_function: function("rules", index, rust_name.as_deref(), naming.variant),
        check_function: function("check", index, rust_name.as_deref(), naming.variant),
        rules: if serde.skip { Vec::new() } else { constraints.rules },
        nested: !constraints.skip && !serde.skip && form != Form::Digits,
        form,
        assumed: false,
        stand_in: None,
        parameters: naming.parameters.in_type(&field.ty),
        is_option: types::is_option(&field.ty),
        scalar: types::is_scalar(&field.ty),
        free: types::is_free(&field.ty),
        text: types::is_named(&field.ty, "String") || types::is_named(&field.ty, "Uuid"),
        attributes: field.attrs,
        visibility: field.vis,
        name: field.ident,
        ty: field.ty,
    }
}

fn function(purpose: &str, index: usize, field: Option<&str>, variant: &str) -> Ident {
    let field = field.map_or_else(|| index.to_string(), str::to_owned);
    if variant.is_empty() {
        format_ident!("__{purpose}_{field}")
    } else {
        format_ident!("__{purpose}_{variant}_{field}")
    }
}

/// Attributes about an absent field, and functions, that do not work out.
fn presence(field: &mut RawField, serde: &Serde, naming: Naming<'_>, errors: &mut Errors) {
    let before = errors.count();
    if let Some(default) = serde.word("default")
        && !naming.parameters.is_empty()
    {
        errors.push(diagnostics::generic_default(default.span()));
    }
    let absent = serde.default || naming.default || types::is_option(&field.ty);
    if let Some(omitted) = serde.word("skip_serializing_if")
        && !absent
    {
        errors.push(diagnostics::omitted_but_required(omitted.span()));
    }
    let wire = field.attrs.iter().any(|each| each.path().is_ident("wire"));
    let function = ["with", "serialize_with"].into_iter().find_map(|name| serde.word(name));
    if let Some(function) = function
        && !wire
        && !serde.contradicts
        && !form::is_stated(&field.attrs)
    {
        errors.push(diagnostics::unstated_form(function));
    }
    if errors.count() != before || (wire && serde.with) {
        attributes::take(&mut field.attrs, "serde");
    }
}

/// What happens when the field is there, and when it is not.
fn reading(field: &RawField, serde: &Serde, default: bool) -> Reading {
    let required = !serde.default && !default && !types::is_option(&field.ty);
    match serde {
        Serde { skip: true, .. } => Reading::Never,
        Serde { with: true, .. } => Reading::Custom { required },
        _ => Reading::Plain { required },
    }
}

/// An absent `Option` is `None`, also where serde would not say so by itself: behind a function of the user's.
fn optional(field: &RawField, serde: &Serde, form: Form) -> Optional {
    if field.ident.is_none() || serde.skip || !types::is_option(&field.ty) {
        return Optional::default();
    }
    let written = field.attrs.iter().any(|attribute| {
        attribute.path().is_ident("ts")
            && quote::ToTokens::to_token_stream(attribute).to_string().contains("optional")
    });
    let by_function = serde.with || form >= Form::Named;
    Optional {
        default: by_function && !serde.default,
        omit: !serde.skip_serializing_if,
        typescript: !written,
    }
}

/// Two fields of one name on the wire: serde would fill only one of them, and warn about the other.
fn unique_keys(fields: &mut [Field], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for field in fields {
        let Place::Key(key) = &field.place else { continue };
        let clash = std::iter::once(key).chain(&field.aliases).find(|key| !seen.insert((*key).clone()));
        if let Some(key) = clash {
            errors.push(diagnostics::duplicate_key(key, span(field)));
            field.aliases = Vec::new();
            attributes::take(&mut field.attributes, "serde");
            field.rename = None;
        }
    }
}

/// What to underline for a field.
pub(super) fn span(field: &Field) -> proc_macro2::Span {
    field.name.as_ref().map_or_else(|| field.ty.span(), syn::Ident::span)
}

/// `#[code]` anywhere but on the variant of an error.
pub(super) fn misplaced_code(list: &mut Vec<Attribute>, errors: &mut Errors) {
    for attribute in attributes::take(list, "code") {
        errors.push(diagnostics::code_place(attribute.path().span()));
    }
}

/// `#[wire]` where there is no value.
pub(super) fn misplaced_wire(list: &mut Vec<Attribute>, errors: &mut Errors) {
    form::misplaced(list, errors);
}

/// `#[validate]` where there is no value to check.
pub(super) fn misplaced_validate(list: &mut Vec<Attribute>, instead: &str, errors: &mut Errors) {
    for attribute in attributes::take(list, "validate") {
        errors.push(diagnostics::validate_place(attribute.path().span(), instead));
    }
}
