//! What is emitted for an item with a mistake in its shape: the item and stubs, so that its uses do not fail as well.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Data, DeriveInput};

use crate::syntax::item::Marker;

/// The item as written, without our attributes, and stubs of the traits it would have had.
pub(crate) fn stub(mut input: DeriveInput, marker: Option<Marker>) -> TokenStream {
    strip(&mut input);
    let derives = match input.data {
        Data::Union(_) => TokenStream::new(),
        _ => missing_derives(&input.attrs),
    };
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let name = &input.ident;
    let data = quote! {
        ::wskit::__private::stub! { [#impl_generics] [#name #ty_generics] [#where_clause] }
    };
    let message = if input.generics.params.is_empty() { message(name, marker) } else { TokenStream::new() };
    quote! { #derives #[allow(dead_code)] #input #data #message }
}

/// A type of a name, where nothing else of the item can be read.
pub(crate) fn stub_of_name(name: &Ident, marker: Option<Marker>) -> TokenStream {
    stub(syn::parse_quote!(pub struct #name;), marker)
}

fn strip(input: &mut DeriveInput) {
    ours(&mut input.attrs);
    match &mut input.data {
        Data::Struct(data) => data.fields.iter_mut().for_each(|field| ours(&mut field.attrs)),
        Data::Union(data) => data.fields.named.iter_mut().for_each(|field| ours(&mut field.attrs)),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                ours(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| ours(&mut field.attrs));
            }
        }
    }
}

/// Nothing derives anything here, so nobody would know these.
fn ours(attributes: &mut Vec<Attribute>) {
    let names = ["validate", "wire", "code", "serde", "schemars", "ts"];
    attributes.retain(|attribute| !names.iter().any(|name| attribute.path().is_ident(name)));
}

fn missing_derives(attributes: &[Attribute]) -> TokenStream {
    let written = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .map(|attribute| attribute.to_token_stream().to_string())
        .collect::<String>();
    let derives = [
        ("Debug", quote!(::core::fmt::Debug)),
        ("Clone", quote!(::core::clone::Clone)),
        ("PartialEq", quote!(::core::cmp::PartialEq)),
    ];
    let missing = derives.iter().filter(|(name, _)| !written.contains(name)).map(|(_, path)| path);
    quote!(#[derive(#(#missing),*)])
}

fn message(name: &Ident, marker: Option<Marker>) -> TokenStream {
    match marker {
        Some(marker @ (Marker::Event | Marker::Rpc | Marker::Response | Marker::Meta | Marker::Error)) => {
            let kind = Ident::new(marker.name(), name.span());
            quote! { ::wskit::__private::stub! { #kind #name } }
        }
        Some(Marker::Data) | None => TokenStream::new(),
    }
}
