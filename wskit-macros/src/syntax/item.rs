//! Items and their markers, as they are written.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{Attribute, DeriveInput};

use super::args::{self, RawArg};
use crate::diagnostics::{self, Errors};

/// What an item is declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    Event,
    Rpc,
    Response,
    Data,
    Meta,
    Error,
    Topic,
}

impl Marker {
    pub(crate) const ALL: [Self; 7] =
        [Self::Event, Self::Rpc, Self::Response, Self::Data, Self::Meta, Self::Error, Self::Topic];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Rpc => "rpc",
            Self::Response => "response",
            Self::Data => "data",
            Self::Meta => "meta",
            Self::Error => "error",
            Self::Topic => "topic",
        }
    }

    /// `#[event]` or `#[wskit::event]`.
    fn of(attribute: &Attribute) -> Option<(Self, Span)> {
        let segments: Vec<_> = attribute.path().segments.iter().map(|segment| &segment.ident).collect();
        let name = match segments.as_slice() {
            [name] => *name,
            [krate, name] if *krate == "wskit" => *name,
            _ => return None,
        };
        Self::ALL.into_iter().find(|marker| *name == marker.name()).map(|marker| (marker, name.span()))
    }
}

/// A marker with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct RawMarker {
    pub(crate) marker: Marker,
    pub(crate) span: Span,
    pub(crate) args: Vec<RawArg>,
}

/// An item with its markers taken off.
#[derive(Clone, Debug)]
pub(crate) struct RawItem {
    pub(crate) markers: Vec<RawMarker>,
    pub(crate) input: DeriveInput,
}

/// An item, or what is left of one that is no struct or enum.
#[derive(Clone, Debug)]
pub(crate) enum RawEntry {
    Item(Box<RawItem>),
    /// The markers and the name of an item that cannot be read.
    Broken(Vec<RawMarker>, Option<Ident>),
}

impl RawEntry {
    /// The name, as far as it can be read.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match self {
            Self::Item(item) => Some(&item.input.ident),
            Self::Broken(_, name) => name.as_ref(),
        }
    }
}

/// Reads the items of `message!( ... )`, each on its own: a broken one does not take its neighbours down.
pub(crate) fn parse_list(tokens: TokenStream, errors: &mut Errors) -> Vec<RawEntry> {
    split_items(tokens).into_iter().map(|tokens| parse_entry(tokens, errors)).collect()
}

/// Reads the item under an attribute; the attribute itself is its first marker.
pub(crate) fn parse_attributed(
    marker: Marker,
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> RawEntry {
    let first = RawMarker { marker, span: Span::call_site(), args: args::parse(arguments) };
    let mut entry = parse_entry(item, errors);
    match &mut entry {
        RawEntry::Item(item) => item.markers.insert(0, first),
        RawEntry::Broken(markers, _) => markers.insert(0, first),
    }
    entry
}

fn parse_entry(tokens: TokenStream, errors: &mut Errors) -> RawEntry {
    match syn::parse2::<DeriveInput>(tokens.clone()) {
        Ok(mut input) => {
            let markers = take_markers(&mut input.attrs);
            RawEntry::Item(Box::new(RawItem { markers, input }))
        }
        Err(error) => {
            let name = declared_name(tokens.clone());
            errors.push(if name.is_none() {
                diagnostics::not_a_type(&tokens, error)
            } else {
                diagnostics::unreadable(error, untyped(tokens.clone()).as_ref())
            });
            RawEntry::Broken(leading_markers(tokens), name)
        }
    }
}

fn take_markers(attributes: &mut Vec<Attribute>) -> Vec<RawMarker> {
    let mut markers = Vec::new();
    attributes.retain(|attribute| match Marker::of(attribute) {
        Some((marker, span)) => {
            markers.push(RawMarker { marker, span, args: args::of_attribute(attribute) });
            false
        }
        None => true,
    });
    markers
}

/// The markers of an item of which only the attributes can be read.
fn leading_markers(tokens: TokenStream) -> Vec<RawMarker> {
    use syn::parse::Parser;
    let parser = |input: syn::parse::ParseStream<'_>| {
        let attributes = Attribute::parse_outer(input)?;
        input.parse::<TokenStream>()?;
        Ok(attributes)
    };
    parser.parse2(tokens).map(|mut attributes| take_markers(&mut attributes)).unwrap_or_default()
}

/// The word after `struct`, `enum` or `union`.
fn declared_name(tokens: TokenStream) -> Option<Ident> {
    let mut tokens = tokens.into_iter();
    tokens.find(is_type_keyword)?;
    match tokens.next() {
        Some(TokenTree::Ident(name)) => Some(name),
        _ => None,
    }
}

/// The first field whose name is there, but no type behind its colon.
fn untyped(tokens: TokenStream) -> Option<Ident> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is = |token: Option<&TokenTree>, wanted: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Group(group) => untyped(group.stream()),
        TokenTree::Ident(name) if is(tokens.get(index + 1), ':') => {
            let after = tokens.get(index + 2);
            (after.is_none() || is(after, ',')).then(|| name.clone())
        }
        _ => None,
    })
}

fn is_type_keyword(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "struct" || word == "enum" || word == "union")
}

/// Cuts a list of items after each `;` or `{...}`, and before an attribute that follows an unfinished item.
fn split_items(tokens: TokenStream) -> Vec<TokenStream> {
    let (mut items, mut current, mut inside) = (Vec::new(), Vec::new(), false);
    for token in tokens {
        let starts_next = inside && matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        if starts_next {
            items.push(current.drain(..).collect());
            inside = false;
        }
        inside |= is_type_keyword(&token);
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        current.push(token);
        if ends {
            items.push(current.drain(..).collect());
            inside = false;
        }
    }
    if !current.is_empty() {
        items.push(current.into_iter().collect());
    }
    items
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn a_broken_item_leaves_its_neighbours_whole() {
        let mut errors = Errors::default();
        let entries = parse_list(
            quote! {
                #[event] struct First;
                #[event] struct Unfinished
                #[rpc(response = First)] struct Third { a: u8 }
            },
            &mut errors,
        );
        assert_eq!(errors.count(), 1);
        assert!(matches!(&entries[0], RawEntry::Item(item) if item.input.ident == "First"));
        assert!(
            matches!(&entries[1], RawEntry::Broken(markers, Some(name)) if name == "Unfinished" && markers.len() == 1)
        );
        assert!(matches!(&entries[2], RawEntry::Item(item) if item.input.ident == "Third"));
    }
}
