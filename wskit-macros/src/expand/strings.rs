//! Enums without data: strings, and nothing else, on the way in.

use proc_macro2::TokenStream;
use quote::quote;

use super::{definition::conditions, prefix};
use crate::model::{Definition, Enumeration};

pub(super) fn expand(definition: &Definition, enumeration: &Enumeration) -> TokenStream {
    let (prefix, name) = (prefix(definition), &definition.name);
    let read = || enumeration.variants.iter().filter(|variant| variant.reads.is_some());
    let names = read().map(|variant| {
        let (conditions, wire_name) = (conditions(&variant.attributes), &variant.reads);
        quote!(#(#conditions)* #wire_name)
    });
    let arms = read().map(|variant| {
        let (conditions, wire_name, name) = (conditions(&variant.attributes), &variant.reads, &variant.name);
        quote!(#(#conditions)* #wire_name => ::core::option::Option::Some(Self::#name),)
    });
    quote! {
        #prefix
        impl<'de> ::wskit::__private::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::wskit::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::wskit::__private::read_name(deserializer, &[#(#names),*], |name| match name {
                    #(#arms)*
                    _ => ::core::option::Option::None,
                })
            }
        }
    }
}
