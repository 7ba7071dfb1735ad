//! How the item itself is written down: its attributes and its derives.

use proc_macro2::Span;
use syn::{Data, DeriveInput, Ident, Path, spanned::Spanned};

use super::attributes;
use crate::{
    diagnostics::{self, Errors},
    model::{Body, Definition, Inner, Standard, Strict},
};

/// What a newtype with constraints can offer on top of what every declared type has.
const OF_TEXT: [&str; 4] = ["Eq", "Hash", "PartialOrd", "Ord"];
const OF_INTEGER: [&str; 5] = ["Copy", "Eq", "Hash", "PartialOrd", "Ord"];
const OF_FLOAT: [&str; 2] = ["Copy", "PartialOrd"];

/// What the macros derive themselves.
const OURS: [&str; 4] = ["Serialize", "Deserialize", "JsonSchema", "TS"];

pub(super) fn check(
    input: DeriveInput,
    keyword: Ident,
    body: &Body,
    strict: Strict,
    errors: &mut Errors,
) -> Definition {
    let wanted: &[&str] = match body {
        Body::Refined(refined) => match refined.inner {
            Inner::Text => &OF_TEXT,
            Inner::Integer => &OF_INTEGER,
            Inner::Float => &OF_FLOAT,
            Inner::Other => &[],
        },
        _ => &[],
    };
    let refined = matches!(body, Body::Refined(_));
    let refuse = |name: &str, path: &Path| match name {
        name if OURS.contains(&name) => Some(diagnostics::own_derive(end(path), name)),
        "Default" if refined => Some(diagnostics::default_on_refined(end(path))),
        _ => None,
    };
    definition((input, keyword), wanted, strict, refuse, errors)
}

/// The definition of an error set, which is sent and never received.
pub(super) fn of_errors(input: DeriveInput, keyword: Ident, errors: &mut Errors) -> Definition {
    let refuse = |name: &str, path: &Path| match name {
        "Error" => Some(diagnostics::std_error(end(path))),
        name if OURS.contains(&name) => Some(diagnostics::own_derive(end(path), name)),
        _ => None,
    };
    definition((input, keyword), &[], Strict::Leave, refuse, errors)
}

/// The definition of a topic, which is no value on the wire.
pub(super) fn of_topic(input: DeriveInput, keyword: Ident, errors: &mut Errors) -> Definition {
    definition((input, keyword), &[], Strict::Leave, |_, _| None, errors)
}

fn definition(
    (mut input, keyword): (DeriveInput, Ident),
    wanted: &[&str],
    strict: Strict,
    refuse: impl Fn(&str, &Path) -> Option<syn::Error>,
    errors: &mut Errors,
) -> Definition {
    let mut derives = attributes::derives(&input.attrs);
    attributes::take(&mut input.attrs, "derive");
    derives.retain(|path| match refuse(&last(path), path) {
        Some(error) => {
            errors.push(error);
            false
        }
        None => true,
    });
    let names = |paths: &[Path], name: &str| paths.iter().any(|path| last(path) == name);
    let standard = Standard::ALL.into_iter().filter(|each| !names(&derives, each.name())).collect();
    for name in wanted {
        if !names(&derives, name) {
            derives.push(path(name));
        }
    }
    Definition {
        conditions: attributes::conditions(&input.attrs),
        attributes: input.attrs,
        visibility: input.vis,
        keyword,
        name: input.ident,
        generics: input.generics,
        derives,
        standard,
        strict,
    }
}

/// The keyword of an item, with its place in the user's code.
pub(super) fn keyword(data: &Data) -> Ident {
    match data {
        Data::Struct(data) => Ident::new("struct", data.struct_token.span()),
        Data::Enum(data) => Ident::new("enum", data.enum_token.span()),
        Data::Union(data) => Ident::new("union", data.union_token.span()),
    }
}

/// What to underline of a path: its last word, because a stable compiler underlines only the first token of several.
pub(crate) fn end(path: &Path) -> Span {
    path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}

fn last(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// By full path, because the user's scope may know another trait of the name.
fn path(name: &str) -> Path {
    let module = match name {
        "Copy" => "marker",
        "Hash" => "hash",
        _ => "cmp",
    };
    let (module, name) = (quote::format_ident!("{module}"), quote::format_ident!("{name}"));
    syn::parse_quote!(::core::#module::#name)
}
