//! What an item is made of, and how an enum is told apart on the wire.

use proc_macro2::Span;
use syn::{Data, DataEnum, DeriveInput, Fields, Ident, Visibility, ext::IdentExt, spanned::Spanned};
use syn::{
    punctuated::Punctuated,
    token::{Brace, Enum},
};

use super::{
    attributes,
    field::{self, Naming},
    form::Parameters,
    serde::{On, Serde},
    stand_in,
    types::{self, Kind},
};
use crate::{
    case::Case,
    diagnostics::{self, Errors},
    model::{Body, Enumeration, Field, Form, Inner, Place, Refined, Shape, Strict, Tagging, Variant},
    syntax::item::Marker,
};

/// The keys of `meta` that are not an application's to declare.
const RESERVED_META: [&str; 5] = ["clientId", "receivedAt", "correlationId", "timestamp", "timeoutMs"];

/// The tag of an enum with data, unless serde attributes say otherwise.
const DEFAULT_TAG: &str = "kind";

/// A body, whether its objects still have to be made strict, and whether its fields are named by one attribute.
pub(super) struct Checked {
    pub(super) body: Body,
    pub(super) strict: Strict,
    pub(super) camel: bool,
}

/// What an item is made of; `None` when serde could not read it.
pub(super) fn check(
    marker: Marker,
    input: &mut DeriveInput,
    declared: &[Ident],
    errors: &mut Errors,
) -> Option<Checked> {
    field::misplaced_code(&mut input.attrs, errors);
    field::misplaced_validate(&mut input.attrs, "put it on a field", errors);
    let serde = Serde::take(On::item(&input.data), &mut input.attrs, errors);
    field::misplaced_wire(&mut input.attrs, errors);
    let parameters = Parameters::of(&input.generics);
    unfit(&serde, input, errors);
    let generic = !input.generics.params.is_empty();
    let mut body = match std::mem::replace(&mut input.data, Data::Enum(empty_enum())) {
        Data::Struct(data) => structure(data.fields, &serde, (generic, &parameters), errors),
        Data::Enum(data) => Body::Enum(enumeration(data, &input.ident, &serde, &parameters, errors)?),
        Data::Union(_) => return None,
    };
    if marker == Marker::Meta {
        reserved_keys(&body, errors);
    }
    stand_in::name(&input.ident, &input.generics, declared, body.fields_mut());
    let assume = body.is_guarded() && !generic;
    for field in body.fields_mut() {
        field.assumed = assume && field.form == Form::Named;
        if field.assumed {
            // serde knows by itself that an absent `Option` is `None`.
            field.optional.default = false;
        }
    }
    let strict = strictness(&body, &serde);
    let camel = matches!(body, Body::Record(_)) && serde.rename_all.is_none() && !serde.transparent;
    Some(Checked { body, strict, camel })
}

/// serde attributes that the item does not fit.
fn unfit(serde: &Serde, input: &mut DeriveInput, errors: &mut Errors) {
    let before = errors.count();
    let fields = match &input.data {
        Data::Struct(data) => data.fields.len(),
        Data::Enum(_) | Data::Union(_) => 1,
    };
    if let Some(word) = serde.word("transparent")
        && fields != 1
    {
        errors.push(diagnostics::transparent_fields(word.span()));
    }
    if let Some(word) = serde.word("default")
        && input.generics.type_params().next().is_some()
    {
        errors.push(diagnostics::generic_default(word.span()));
    }
    if errors.count() != before {
        attributes::take(&mut input.attrs, "serde");
    }
}

/// Leaves something behind where the data is moved out of.
pub(super) fn empty_enum() -> DataEnum {
    DataEnum { enum_token: Enum::default(), brace_token: Brace::default(), variants: Punctuated::new() }
}

fn strictness(body: &Body, serde: &Serde) -> Strict {
    let objects = match body {
        Body::Record(_) => !serde.transparent,
        Body::Enum(enumeration) => enumeration.tagging != Tagging::Strings,
        Body::Unit | Body::Tuple(_) | Body::Refined(_) => false,
    };
    if objects && !serde.deny_unknown_fields { Strict::Add } else { Strict::Leave }
}

fn structure(
    fields: Fields,
    serde: &Serde,
    (generic, parameters): (bool, &Parameters),
    errors: &mut Errors,
) -> Body {
    let naming = Naming {
        parameters,
        variant: "",
        case: serde.rename_all.unwrap_or(Case::Camel),
        transparent: serde.transparent,
        default: serde.default,
    };
    match &fields {
        Fields::Unit => Body::Unit,
        Fields::Named(_) => Body::Record(field::check_all(fields, naming, errors)),
        Fields::Unnamed(_) => tuple(field::check_all(fields, naming, errors), (generic, parameters), errors),
    }
}

/// A newtype with constraints is built only through them.
fn tuple(mut fields: Vec<Field>, (generic, parameters): (bool, &Parameters), errors: &mut Errors) -> Body {
    if fields.len() != 1 || fields[0].rules.is_empty() {
        return Body::Tuple(fields);
    }
    let Some(mut field) = fields.pop() else { return Body::Unit };
    if !matches!(field.visibility, Visibility::Inherited) {
        errors.push(diagnostics::public_refined(field.visibility.span()));
        field.visibility = Visibility::Inherited;
    }
    if generic {
        let parameter = types::names(&field.ty).into_iter().find(|name| parameters.has(name));
        errors.push(diagnostics::generic_refined(parameter.map_or_else(|| field.ty.span(), Ident::span)));
        return Body::Tuple(vec![field]);
    }
    // Not a tuple struct, see `expand::definition`.
    field.name = Some(Ident::new("value", field.ty.span().resolved_at(Span::call_site())));
    let inner = match Kind::of(&field.ty) {
        _ if types::is_named(&field.ty, "String") => Inner::Text,
        Kind::Integer(..) if types::is_plain(&field.ty) => Inner::Integer,
        Kind::Float if types::is_plain(&field.ty) => Inner::Float,
        _ => Inner::Other,
    };
    Body::Refined(Box::new(Refined { field, inner }))
}

fn enumeration(
    data: DataEnum,
    name: &Ident,
    serde: &Serde,
    parameters: &Parameters,
    errors: &mut Errors,
) -> Option<Enumeration> {
    let with_data = data.variants.iter().any(|variant| !matches!(variant.fields, Fields::Unit));
    let written = serde.tagging();
    let default_tag = with_data && written.is_none();
    let tagging = match written {
        Some(tagging) => tagging,
        None if with_data => Tagging::Internal(DEFAULT_TAG.to_owned()),
        None => Tagging::Strings,
    };
    let variants: Vec<_> =
        data.variants.into_iter().map(|each| variant(each, serde, parameters, errors)).collect();
    unique_variants(&variants, &tagging, errors);
    let readable = match &tagging {
        Tagging::Internal(tag) => beside_tag(&variants, tag, errors),
        Tagging::Untagged => {
            endless(&variants, name, errors);
            true
        }
        Tagging::Adjacent(..) | Tagging::Strings => true,
    };
    let variants = variants.into_iter().map(|(variant, _)| variant).collect();
    readable.then_some(Enumeration { tagging, default_tag, variants })
}

/// A variant with its name on the wire.
fn variant(
    mut raw: syn::Variant,
    container: &Serde,
    parameters: &Parameters,
    errors: &mut Errors,
) -> (Variant, String) {
    field::misplaced_code(&mut raw.attrs, errors);
    field::misplaced_validate(&mut raw.attrs, "put it on a field of the variant", errors);
    field::misplaced_wire(&mut raw.attrs, errors);
    let serde = Serde::take(On::Variant, &mut raw.attrs, errors);
    let rust_name = raw.ident.unraw().to_string();
    let by_case = container.rename_all.unwrap_or(Case::Camel).variant(&rust_name);
    let rename = (serde.rename.is_none() && by_case != rust_name).then(|| by_case.clone());
    let wire_name = serde.rename.clone().unwrap_or(by_case);
    let case = serde.rename_all.or(container.rename_all_fields).unwrap_or(Case::Camel);
    let shape = match raw.fields {
        Fields::Unit => Shape::Unit,
        Fields::Named(_) => Shape::Named,
        Fields::Unnamed(_) => Shape::Tuple,
    };
    let fields = field::check_all(
        raw.fields,
        Naming { parameters, variant: &rust_name, case, transparent: false, default: false },
        errors,
    );
    let discriminant = raw.discriminant.map(|(_, value)| value);
    let reads = (!serde.skip).then(|| wire_name.clone());
    (
        Variant {
            attributes: raw.attrs,
            name: raw.ident,
            discriminant,
            rename,
            wire_name: wire_name.clone(),
            reads,
            shape,
            fields,
        },
        wire_name,
    )
}

/// Two variants of one name on the wire: serde would read only the first.
fn unique_variants(variants: &[(Variant, String)], tagging: &Tagging, errors: &mut Errors) {
    if *tagging == Tagging::Untagged {
        return;
    }
    let mut seen = std::collections::HashSet::new();
    for (variant, name) in variants {
        if !seen.insert(name) {
            errors.push(diagnostics::duplicate_variant(name, variant.name.span()));
        }
    }
}

/// Whether every variant has a place beside the tag: as keys of the same object.
fn beside_tag(variants: &[(Variant, String)], tag: &str, errors: &mut Errors) -> bool {
    let mut readable = true;
    for (variant, _) in variants {
        let fields = &variant.fields;
        let unnamed =
            variant.shape == Shape::Tuple && (fields.len() != 1 || Kind::of(&fields[0].ty).is_no_object());
        if unnamed {
            errors.push(diagnostics::untellable_variant(variant.name.span(), tag));
            readable = false;
        }
        for field in fields {
            if field.place == Place::Key(tag.to_owned()) {
                errors.push(diagnostics::tag_clash(tag, field::span(field)));
                readable = false;
            }
        }
    }
    readable
}

/// A variant that stands for the whole value, which is the enum again: no judge of a value would come to an end.
fn endless(variants: &[(Variant, String)], name: &Ident, errors: &mut Errors) {
    for (variant, _) in variants.iter().filter(|(variant, _)| variant.reads.is_some()) {
        if let (Shape::Tuple, [field]) = (variant.shape, variant.fields.as_slice())
            && types::is_itself(&field.ty, name)
        {
            errors.push(diagnostics::endless_variant(variant.name.span(), name));
        }
    }
}

fn reserved_keys(body: &Body, errors: &mut Errors) {
    for field in body.fields() {
        if let Place::Key(key) = &field.place
            && RESERVED_META.contains(&key.as_str())
        {
            errors.push(diagnostics::reserved_meta(key, field::span(field)));
        }
    }
}
