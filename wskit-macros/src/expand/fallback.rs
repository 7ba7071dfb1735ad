//! What is emitted for an item with a mistake in its shape: the item and stubs, so that its uses do not fail as well.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{
    Attribute, Data, DeriveInput, Generics, Path, Token, WherePredicate, parse_quote, punctuated::Punctuated,
};

use crate::{model::Standard, syntax::item::Marker};

/// The item as written, without our attributes, and stubs of the traits it would have had.
pub(crate) fn stub(mut input: DeriveInput, marker: Option<Marker>) -> TokenStream {
    strip(&mut input);
    without_standard(&mut input.attrs);
    let generics = lasting(&input.generics);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let name = &input.ident;
    let data = quote! {
        ::wskit::__private::stub! { [#impl_generics] [#name #ty_generics] [#where_clause] }
    };
    let message = if input.generics.params.is_empty() { message(name, marker) } else { TokenStream::new() };
    quote! { #[allow(dead_code)] #input #data #message }
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

/// The generics for stubs: what stands in a message outlives every frame.
fn lasting(generics: &Generics) -> Generics {
    let mut lasting = generics.clone();
    let bounds: Vec<WherePredicate> = generics
        .lifetimes()
        .map(|each| &each.lifetime)
        .map(|lifetime| parse_quote!(#lifetime: 'static))
        .chain(generics.type_params().map(|each| &each.ident).map(|name| parse_quote!(#name: 'static)))
        .collect();
    if !bounds.is_empty() {
        lasting.make_where_clause().predicates.extend(bounds);
    }
    lasting
}

/// Takes off the derives of what the stubs implement, which fields with a mistake might not allow.
fn without_standard(attributes: &mut [Attribute]) {
    for attribute in attributes.iter_mut().filter(|each| each.path().is_ident("derive")) {
        let Ok(mut paths) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
            continue;
        };
        let is_standard = |path: &Path| {
            path.segments
                .last()
                .is_some_and(|last| Standard::ALL.iter().any(|each| last.ident == each.name()))
        };
        paths = paths.into_iter().filter(|path| !is_standard(path)).collect();
        *attribute = parse_quote!(#[derive(#paths)]);
    }
}

fn message(name: &Ident, marker: Option<Marker>) -> TokenStream {
    match marker {
        Some(Marker::Data) | None => TokenStream::new(),
        Some(marker) => {
            let kind = Ident::new(marker.name(), name.span());
            quote! { ::wskit::__private::stub! { #kind #name } }
        }
    }
}
