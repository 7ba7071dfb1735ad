//! Enums that are read variant by variant, from a hidden enum with the same variants.
//!
//! Untagged ones, because serde takes the first variant of the right structure, whether its constraints hold or not, and
//! JSON Schema takes any: here each is validated before the next one is tried. Those with a tag and content, because
//! serde takes content for a variant that has none.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Ident};

use super::{
    definition::{self, conditions},
    prefix,
    validate::bounded,
};
use crate::model::{Definition, Enumeration, Field, Shape, Tagging, Variant};

pub(super) fn expand(definition: &Definition, enumeration: &Enumeration) -> TokenStream {
    let variants: Vec<_> = enumeration.variants.iter().filter(|variant| variant.reads.is_some()).collect();
    let (prefix, name) = (prefix(definition), &definition.name);
    let hidden = format_ident!("__{name}Variants");
    let generics =
        bounded(&definition.generics, |name| syn::parse_quote!(#name: ::wskit::__private::Validate));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let mut reading = generics.clone();
    reading.params.insert(0, syn::parse_quote!('__de));
    let (read_generics, _, read_where) = reading.split_for_impl();
    let names: Vec<_> = variants
        .iter()
        .enumerate()
        .map(|(index, variant)| hidden_name(index, variant, enumeration))
        .collect();
    let hidden_variants = variants.iter().zip(&names).map(|(variant, name)| hidden_variant(variant, name));
    let arms = variants.iter().map(|variant| arm(variant, &hidden));
    let listed = variants.iter().zip(&names).map(|(variant, name)| {
        let conditions = conditions(&variant.attributes);
        quote!(#(#conditions)* #name)
    });
    let (read, keys) = match &enumeration.tagging {
        Tagging::Adjacent(tag, content) => {
            (quote!(::wskit::__private::read_adjacent), quote!((#tag, #content),))
        }
        _ => (quote!(::wskit::__private::read_untagged), TokenStream::new()),
    };
    let convert = if variants.is_empty() { quote!(match read {}) } else { quote!(match read { #(#arms)* }) };
    quote! {
        const _: () = {
            #[derive(::wskit::__private::serde::Deserialize)]
            #[serde(crate = "::wskit::__private::serde", deny_unknown_fields)]
            #[allow(deprecated)]
            enum #hidden #impl_generics #where_clause { #(#hidden_variants,)* }

            #prefix
            impl #read_generics ::wskit::__private::serde::Deserialize<'__de> for #name #ty_generics #read_where {
                fn deserialize<__D: ::wskit::__private::serde::Deserializer<'__de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    #read(deserializer, #keys &[#(#listed),*], |read: #hidden #ty_generics| #convert)
                }
            }
        };
    }
}

/// The name on the wire, or any other where there is none.
fn hidden_name(index: usize, variant: &Variant, enumeration: &Enumeration) -> String {
    match (&enumeration.tagging, &variant.reads) {
        (Tagging::Adjacent(..), Some(name)) => name.clone(),
        _ => index.to_string(),
    }
}

/// The variant under a name that chooses it.
fn hidden_variant(variant: &Variant, name: &str) -> TokenStream {
    let conditions = conditions(&variant.attributes);
    let ident = &variant.name;
    let fields = variant.fields.iter().map(|field| {
        let (attributes, serde) = (serdes(&field.attributes), definition::serde_names(field));
        let Field { name, ty, .. } = field;
        let colon = name.is_some().then(|| quote!(:));
        quote!(#(#attributes)* #serde #name #colon #ty)
    });
    let fields = match variant.shape {
        Shape::Unit => TokenStream::new(),
        Shape::Named => quote!({ #(#fields,)* }),
        Shape::Tuple => quote!((#(#fields,)*)),
    };
    quote!(#(#conditions)* #[serde(rename = #name)] #ident #fields)
}

/// What serde and conditions say; nothing else reads the hidden enum.
fn serdes(attributes: &[Attribute]) -> impl Iterator<Item = impl ToTokens> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde") || attribute.path().is_ident("cfg"))
}

fn arm(variant: &Variant, hidden: &Ident) -> TokenStream {
    let (name, conditions) = (&variant.name, conditions(&variant.attributes));
    let fields = variant.fields.iter().enumerate().map(|(index, field)| {
        let conditions = super::definition::conditions(&field.attributes);
        let binding = field.name.clone().unwrap_or_else(|| format_ident!("field_{index}"));
        quote!(#(#conditions)* #binding)
    });
    let fields = match variant.shape {
        Shape::Unit => TokenStream::new(),
        Shape::Named => quote!({ #(#fields,)* }),
        Shape::Tuple => quote!((#(#fields,)*)),
    };
    quote!(#(#conditions)* #hidden::#name #fields => Self::#name #fields,)
}
