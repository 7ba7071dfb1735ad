//! The traits that make a type a message.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{LitStr, Type};

use super::prefix;
use crate::model::{Body, Direction, Item, Role};

pub(super) fn expand(item: &Item) -> TokenStream {
    let none = None;
    match &item.role {
        Role::Data => TokenStream::new(),
        Role::Meta => meta(item),
        Role::Response { wire_type } => {
            let message = message(item, wire_type, none.as_ref());
            let response = marker(item, &quote!(Response));
            quote! { #message #response }
        }
        Role::Event { wire_type, direction, meta } => {
            let message = message(item, wire_type, meta.as_ref());
            let (event, direction) = (marker(item, &quote!(Event)), direction_traits(item, *direction));
            let declared = declared(item, None);
            quote! { #message #event #direction #declared }
        }
        Role::Rpc { wire_type, response, progress, error, meta } => {
            let message = message(item, wire_type, meta.as_ref());
            let rpc = rpc(item, response, progress.as_ref(), error.as_ref());
            let declared = declared(item, Some(response));
            quote! { #message #rpc #declared }
        }
    }
}

fn marker(item: &Item, name: &TokenStream) -> TokenStream {
    let (prefix, ty) = (prefix(&item.definition), &item.definition.name);
    quote! { #prefix impl ::wskit::__private::#name for #ty {} }
}

fn direction_traits(item: &Item, direction: Direction) -> TokenStream {
    let client = || marker(item, &quote!(FromClient));
    match direction {
        Direction::Client => client(),
        Direction::Server => from_server(item),
        Direction::Both => [client(), from_server(item)].into_iter().collect(),
    }
}

fn from_server(item: &Item) -> TokenStream {
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    let marker = marker(item, &quote!(FromServer));
    quote! {
        #marker

        #prefix
        impl ::wskit::__private::Sent for #name {
            type Event = Self;
        }
    }
}

fn meta(item: &Item) -> TokenStream {
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    quote! {
        #prefix
        impl ::wskit::__private::Meta for #name {
            const DECLARED: bool = true;
        }
    }
}

fn message(item: &Item, wire_type: &LitStr, meta: Option<&Type>) -> TokenStream {
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    let has_payload = !matches!(item.body, Body::Unit);
    let path = format!("::{name}");
    let meta = meta.map_or_else(|| quote!(()), |meta| quote!(#meta));
    quote! {
        #prefix
        impl ::wskit::__private::Message for #name {
            const TYPE: &'static str = #wire_type;
            const HAS_PAYLOAD: bool = #has_payload;
            const PATH: &'static str = ::core::concat!(::core::module_path!(), #path);
            type Meta = #meta;
        }
    }
}

fn rpc(item: &Item, response: &Type, progress: Option<&Type>, error: Option<&Type>) -> TokenStream {
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    let progress = progress.map_or_else(|| quote!(::wskit::__private::NoProgress), |ty| quote!(#ty));
    let declares = error.map(|error| {
        quote! { #prefix impl ::wskit::__private::Declares<#error> for #name {} }
    });
    let error = error.map_or_else(|| quote!(::wskit::__private::NoError), |ty| quote!(#ty));
    quote! {
        #declares

        #prefix
        impl ::wskit::__private::Rpc for #name {
            type Response = #response;
            type Progress = #progress;
            type Error = #error;
        }
    }
}

fn declared(item: &Item, response: Option<&Type>) -> TokenStream {
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    // Through the rpc, so that a type that is no response is reported once.
    let response = response.map(|_| quote!(, ::wskit::__private::WireType::of_response::<Self>()));
    quote! {
        #prefix
        impl ::wskit::__private::Declared for #name {
            const WIRE_TYPES: &'static [::wskit::__private::WireType] =
                &[::wskit::__private::WireType::of::<Self>() #response];
        }
    }
}
