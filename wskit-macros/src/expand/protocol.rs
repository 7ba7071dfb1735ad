//! `protocol!`: a name for a list of messages.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Path};

use crate::{check::docs, syntax::protocol::RawProtocol};

pub(crate) fn protocol(protocol: &RawProtocol) -> TokenStream {
    let RawProtocol { attributes, visibility, name, .. } = protocol;
    let describe = describe(protocol);
    let unique = unique(name, &protocol.messages);
    quote! {
        #(#attributes)*
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy)]
        #visibility struct #name;
        #unique
        #describe
    }
}

fn describe(protocol: &RawProtocol) -> TokenStream {
    let RawProtocol { attributes, name, version, .. } = protocol;
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
                    builder.list(Self::__MESSAGES);
                    builder.finish()
                }
            }
        }
    }
}

/// One constant an entry, so that the compiler points at the later of two that clash.
fn unique(name: &Ident, messages: &[Path]) -> TokenStream {
    let entries = messages
        .iter()
        .map(|message| quote_spanned!(end(message)=> ::wskit::__private::Listed::of::<#message>()));
    let checks = messages.iter().enumerate().map(|(index, message)| {
        quote_spanned!(end(message)=> const _: () = {
            ::wskit::__private::assert_unique(#name::__MESSAGES, #index);
            ::wskit::__private::assert_carried(#name::__MESSAGES, #index);
        };)
    });
    quote! {
        #[allow(deprecated, dead_code)]
        impl #name {
            const __MESSAGES: &'static [::wskit::__private::Listed] = &[#(#entries),*];
        }
        #(#checks)*
    }
}

/// What to underline of a path: its last word, because a stable compiler underlines only the first token of several.
fn end(path: &Path) -> Span {
    let last = path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span());
    last.resolved_at(Span::call_site())
}
