//! Objects are objects: serde's own `Deserialize` would also take an array of the fields' values.
//!
//! The derives write inherent functions (`remote = "Self"`), and the traits call them with a deserializer that offers
//! nothing but an object. Where the type of a field cannot be validated, there are no such functions (see `form::assumed`):
//! the calls find themselves then, which compiles, so that the one error is about the field.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, Lifetime, LifetimeParam, parse_quote};

use super::{prefix, validate::bounded};
use crate::model::Item;

pub(super) fn expand(item: &Item) -> TokenStream {
    if !item.body.is_guarded() {
        return TokenStream::new();
    }
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    let generics =
        bounded(&item.definition.generics, |name| parse_quote!(#name: ::wskit::__private::Validate));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let mut reading = generics.clone();
    let lifetime = LifetimeParam::new(Lifetime::new("'__de", proc_macro2::Span::call_site()));
    reading.params.insert(0, GenericParam::Lifetime(lifetime));
    let (read_generics, _, read_where) = reading.split_for_impl();
    quote! {
        #prefix
        #[allow(unconditional_recursion)]
        impl #impl_generics ::wskit::__private::serde::Serialize for #name #ty_generics #where_clause {
            fn serialize<__S: ::wskit::__private::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #[allow(unused_imports)]
                use ::wskit::__private::serde::Serialize as _;
                Self::serialize(self, serializer)
            }
        }

        #prefix
        #[allow(unconditional_recursion)]
        impl #read_generics ::wskit::__private::serde::Deserialize<'__de> for #name #ty_generics #read_where {
            fn deserialize<__D: ::wskit::__private::serde::Deserializer<'__de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #[allow(unused_imports)]
                use ::wskit::__private::serde::Deserialize as _;
                Self::deserialize(::wskit::__private::ObjectOnly(deserializer))
            }
        }
    }
}
