//! What an item's ordinary attributes say: docs, deprecation, conditions, derives.

use syn::{Attribute, Expr, Lit, Meta, Token, punctuated::Punctuated};

use crate::{
    model::About,
    syntax::args::{self, RawArg},
};

/// Docs and deprecation; the version is the marker's to say.
pub(crate) fn about(attributes: &[Attribute]) -> About {
    About { docs: docs(attributes), deprecated: deprecated(attributes), since: None }
}

/// Doc lines joined, each without the one space that follows `///`.
pub(crate) fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => string(&pair.value),
        _ => None,
    });
    lines
        .map(|line| line.strip_prefix(' ').map_or(line.clone(), str::to_owned))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The note of `#[deprecated]`; empty for a bare one.
pub(crate) fn deprecated(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("deprecated"))?;
    Some(match &attribute.meta {
        Meta::Path(_) => String::new(),
        Meta::NameValue(pair) => string(&pair.value).unwrap_or_default(),
        Meta::List(list) => args::parse(list.tokens.clone()).iter().find_map(note).unwrap_or_default(),
    })
}

fn note(argument: &RawArg) -> Option<String> {
    match argument {
        RawArg::Assign(name, value) if name == "note" => {
            syn::parse2::<syn::LitStr>(value.clone()).ok().map(|note| note.value())
        }
        _ => None,
    }
}

fn string(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// `#[cfg(...)]`: what is generated for an item exists under the same conditions.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}

/// The paths in every `#[derive(...)]`.
pub(crate) fn derives(attributes: &[Attribute]) -> Vec<syn::Path> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .filter_map(|attribute| {
            attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).ok()
        })
        .flatten()
        .collect()
}

/// Takes the attributes of a name off a list.
pub(crate) fn take(attributes: &mut Vec<Attribute>, name: &str) -> Vec<Attribute> {
    let (taken, left) = std::mem::take(attributes).into_iter().partition(|each| each.path().is_ident(name));
    *attributes = left;
    taken
}
