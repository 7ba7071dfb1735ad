//! What a message says about itself in the protocol document; nothing of it without the feature `schema`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{option, prefix};
use crate::model::{About, Definition, Direction, Item, Role};

pub(super) fn expand(item: &Item) -> TokenStream {
    let about = about(&item.definition, &item.about);
    match &item.role {
        Role::Data | Role::Meta => TokenStream::new(),
        Role::Response { .. } => response(item, &about),
        Role::Event { direction, .. } => event(item, *direction, &about),
        Role::Rpc { progress, .. } => rpc(item, progress.is_some(), &about),
    }
}

pub(super) fn about(definition: &Definition, about: &About) -> TokenStream {
    let name = syn::ext::IdentExt::unraw(&definition.name).to_string();
    let docs = &about.docs;
    let (deprecated, since) = (option(about.deprecated.as_ref()), option(about.since.as_ref()));
    quote!(::wskit::__private::schema::about(#name, #docs, #deprecated, #since))
}

fn event(item: &Item, direction: Direction, about: &TokenStream) -> TokenStream {
    let direction = match direction {
        Direction::Client => quote!(Client),
        Direction::Server => quote!(Server),
        Direction::Both => quote!(Both),
    };
    let statement = quote!(builder.event::<Self>(::wskit::__private::schema::Direction::#direction, #about););
    describe_message(item, &statement)
}

fn rpc(item: &Item, has_progress: bool, about: &TokenStream) -> TokenStream {
    describe_message(item, &quote!(builder.rpc::<Self>(#about, #has_progress);))
}

fn describe_message(item: &Item, statements: &TokenStream) -> TokenStream {
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    quote! {
        ::wskit::__private::if_schema! {
            #prefix
            impl ::wskit::__private::schema::DescribeMessage for #name {
                #[inline]
                fn describe(builder: &mut ::wskit::__private::schema::Builder) {
                    #statements
                }
            }
        }
    }
}

fn response(item: &Item, about: &TokenStream) -> TokenStream {
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    quote! {
        ::wskit::__private::if_schema! {
            #prefix
            impl ::wskit::__private::schema::DescribeResponse for #name {
                fn about() -> ::wskit::__private::schema::About {
                    #about
                }
            }
        }
    }
}
