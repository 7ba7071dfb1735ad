//! `protocol!`: a name for a list of messages.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Path, spanned::Spanned};

use crate::{check::docs, syntax::protocol::RawProtocol};

pub(crate) fn protocol(protocol: &RawProtocol) -> TokenStream {
    let RawProtocol { attributes, visibility, name, .. } = protocol;
    let describe = describe(protocol);
    let unique = unique(&protocol.messages);
    quote! {
        #(#attributes)*
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy)]
        #visibility struct #name;
        #unique
        #describe
    }
}

fn describe(protocol: &RawProtocol) -> TokenStream {
    let RawProtocol { attributes, name, version, messages, .. } = protocol;
    let (docs, text) = (docs(attributes), name.to_string());
    quote! {
        ::wskit::__private::if_schema! {
            #[automatically_derived]
            #[allow(deprecated)]
            impl ::wskit::__private::schema::DescribeProtocol for #name {
                fn protocol() -> ::core::result::Result<
                    ::wskit::__private::schema::Protocol,
                    ::wskit::__private::schema::DescribeError,
                > {
                    let mut builder = ::wskit::__private::schema::Builder::new(#text, #version, #docs);
                    #(builder.add::<#messages>();)*
                    builder.finish()
                }
            }
        }
    }
}

/// One constant a message, so that the compiler points at the later of two that clash.
fn unique(messages: &[Path]) -> TokenStream {
    let checks = messages.iter().enumerate().map(|(index, message)| {
        quote_spanned!(message.span()=> const _: () = ::wskit::__private::assert_unique(MESSAGES, #index);)
    });
    quote! {
        #[allow(deprecated)]
        const _: () = {
            const MESSAGES: &[&[::wskit::__private::WireType]] =
                &[#(<#messages as ::wskit::__private::Declared>::WIRE_TYPES),*];
            #(#checks)*
        };
    }
}
