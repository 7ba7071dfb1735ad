//! What stands in the text of a topic: enums without data, and newtypes of what stands there.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Type, spanned::Spanned};

use super::{definition::conditions, prefix};
use crate::model::{Body, Definition, Enumeration, Item, Role, Tagging};

pub(super) fn expand(item: &Item) -> TokenStream {
    if !matches!(item.role, Role::Data) || !item.definition.generics.params.is_empty() {
        return TokenStream::new();
    }
    match &item.body {
        Body::Refined(refined) => {
            let read = quote!(Self::new(inner).ok());
            newtype(&item.definition, &refined.field.ty, &quote!(self.value), &read)
        }
        Body::Tuple(fields) if fields.len() == 1 => {
            let read = quote!(::core::option::Option::Some(Self(inner)));
            newtype(&item.definition, &fields[0].ty, &quote!(self.0), &read)
        }
        Body::Enum(enumeration)
            if enumeration.tagging == Tagging::Strings && !enumeration.variants.is_empty() =>
        {
            names(&item.definition, enumeration)
        }
        _ => TokenStream::new(),
    }
}

fn newtype(definition: &Definition, inner: &Type, value: &TokenStream, read: &TokenStream) -> TokenStream {
    let (prefix, name) = (prefix(definition), &definition.name);
    let of_inner = quote_spanned!(inner.span()=> <#inner as ::wskit::__private::TopicValue>);
    quote! {
        #prefix
        // The bound waits until the type is used in a topic: of most it is not asked.
        impl ::wskit::__private::TopicValue for #name where for<'__any> #inner: ::wskit::__private::TopicValue {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                #of_inner::to_text(&#value)
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                let inner = #of_inner::from_text(text)?;
                #read
            }
        }
    }
}

fn names(definition: &Definition, enumeration: &Enumeration) -> TokenStream {
    let (prefix, name) = (prefix(definition), &definition.name);
    let arms = enumeration.variants.iter().map(|variant| {
        let (conditions, name, wire_name) =
            (conditions(&variant.attributes), &variant.name, &variant.wire_name);
        quote!(#(#conditions)* Self::#name => #wire_name,)
    });
    let read = enumeration.variants.iter().filter_map(|variant| {
        let (conditions, name, reads) =
            (conditions(&variant.attributes), &variant.name, variant.reads.as_ref()?);
        Some(quote!(#(#conditions)* #reads => ::core::option::Option::Some(Self::#name),))
    });
    quote! {
        #prefix
        impl ::wskit::__private::TopicValue for #name {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(match self { #(#arms)* })
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                match text {
                    #(#read)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}
