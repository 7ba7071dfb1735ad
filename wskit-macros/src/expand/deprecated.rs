//! A deprecated item is described through a copy of itself.
//!
//! What schemars derives names the type, and the compiler would warn of that at the declaration, where there is nothing
//! to change. Around the copy, that warning is off.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse_quote;

use super::{
    definition::{Written, written},
    validate::bounded,
};
use crate::model::Item;

/// The impl that schemars would have derived.
pub(super) fn describe(item: &Item) -> TokenStream {
    let (name, conditions) = (&item.definition.name, &item.definition.conditions);
    let generics = bounded(&item.definition.generics, |name| {
        let described = quote!(::wskit::__private::JsonSchema);
        parse_quote!(#name: #described + ::wskit::__private::Validate<Wire: #described>)
    });
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let copied = format_ident!("__{name}Described");
    let copy = written(
        item,
        &Written {
            name: &copied,
            derives: quote!(#[derive(::wskit::__private::JsonSchema, ::wskit::__private::NoSchema)]),
            remote: Some(name.to_string()),
            owner: quote!(<#name #ty_generics>),
        },
    );
    quote! {
        ::wskit::__private::if_schema! {
            #(#conditions)*
            #[allow(deprecated, dead_code, unreachable_pub)]
            const _: () = {
                #copy

                ::wskit::__private::describe_as! {
                    [#impl_generics] [#name #ty_generics] [#where_clause] [#copied #ty_generics]
                }
            };
        }
    }
}
