//! `Validate::inspect`: what is wrong with a value that could not be read, field by field.

use proc_macro2::TokenStream;
use quote::quote;

use super::{definition::conditions, validate::checks};
use crate::model::{Body, Enumeration, Field, Form, Item, Place, Reading, Shape, Tagging, Variant};

/// The method, where more can be said than serde's first error.
pub(super) fn expand(item: &Item) -> TokenStream {
    let statements = match &item.body {
        Body::Record(fields) => record(fields, None),
        Body::Refined(refined) => {
            let ty = &refined.field.ty;
            let inspect = inspector(&refined.field);
            let (ty, check) = match refined.field.form {
                Form::Digits => (
                    quote!(::wskit::__private::digits::InDigits<#ty>),
                    quote!(|value, at, issues| Self::__issues(&value.0, at, issues)),
                ),
                _ => (quote!(#ty), quote!(|value: &#ty, at, issues| Self::__issues(value, at, issues))),
            };
            quote!(::wskit::__private::inspect::value::<#ty>(value, at, issues, #inspect, #check);)
        }
        Body::Enum(Enumeration { tagging: Tagging::Internal(tag), variants, .. }) => internal(tag, variants),
        Body::Enum(Enumeration { tagging: Tagging::Strings, variants, .. }) => {
            let names = variants.iter().filter(|variant| variant.reads.is_some()).map(|variant| {
                let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
                quote!(#(#conditions)* #name)
            });
            quote!(::wskit::__private::inspect::name(value, &[#(#names),*], at, issues);)
        }
        Body::Tuple(fields) if fields.len() == 1 && (fields[0].nested || fields[0].form == Form::Digits) => {
            let inspect = inspector(&fields[0]);
            quote!((#inspect)(value, at, issues);)
        }
        Body::Unit | Body::Tuple(_) | Body::Enum(_) => return TokenStream::new(),
    };
    quote! {
        #[allow(unused_variables)]
        fn inspect(
            value: &::wskit::__private::serde_json::Value,
            at: ::wskit::__private::At<'_>,
            issues: &mut ::wskit::__private::Issues,
        ) {
            #statements
        }
    }
}

/// An object: its keys, then each field. `tag` is the key that a tagged variant has besides.
fn record(fields: &[Field], tag: Option<&str>) -> TokenStream {
    let keys = fields.iter().filter(|field| field.reading != Reading::Never).filter_map(|field| {
        let Place::Key(key) = &field.place else { return None };
        let conditions = conditions(&field.attributes);
        Some(quote!(#(#conditions)* #key))
    });
    let tag = tag.map(|tag| quote!(#tag,));
    let fields = fields.iter().map(inspect_field);
    quote! {
        let ::core::option::Option::Some(object) =
            ::wskit::__private::inspect::object(value, &[#tag #(#keys),*], at, issues)
        else {
            return;
        };
        #(#fields)*
    }
}

fn inspect_field(field: &Field) -> TokenStream {
    let Place::Key(key) = &field.place else { return TokenStream::new() };
    let (ty, conditions) = (&field.ty, conditions(&field.attributes));
    match field.reading {
        Reading::Never => TokenStream::new(),
        Reading::Custom { required } => quote! {
            #(#conditions)*
            ::wskit::__private::inspect::custom(object, #key, #required, at, issues);
        },
        Reading::Plain { required } => {
            let (inspect, checks) = (inspector(field), checks(&anywhere(field), &quote!(value), &quote!(at)));
            let (ty, value) = match field.form {
                Form::Digits => {
                    (quote!(::wskit::__private::digits::InDigits<#ty>), quote!(let value = &value.0;))
                }
                _ => (quote!(#ty), TokenStream::new()),
            };
            quote! {
                #(#conditions)*
                ::wskit::__private::inspect::field::<#ty>(object, #key, #required, at, issues, #inspect, |value, at, issues| {
                    #value
                    #checks
                });
            }
        }
    }
}

/// What explains a value of the field's type; nothing where the type is not ours to look into.
fn inspector(field: &Field) -> TokenStream {
    let ty = &field.ty;
    if field.form == Form::Digits {
        return quote!(<#ty as ::wskit::__private::digits::Digits>::inspect);
    }
    if field.nested { quote!(<#ty as ::wskit::__private::Validate>::inspect) } else { quote!(|_, _, _| {}) }
}

/// The field with its checks at the place they are given, under no conditions of their own.
fn anywhere(field: &Field) -> Field {
    Field { place: Place::Same, attributes: Vec::new(), ..field.clone() }
}

/// An object with a tag: the tag, then the fields of the variant that it names.
fn internal(tag: &str, variants: &[Variant]) -> TokenStream {
    let read = || variants.iter().filter(|variant| variant.reads.is_some());
    let names = read().map(|variant| {
        let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
        quote!(#(#conditions)* #name)
    });
    let arms = read().filter(|variant| variant.shape != Shape::Tuple).map(|variant| {
        let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
        let statements = record(&variant.fields, Some(tag));
        quote!(#(#conditions)* ::core::option::Option::Some(#name) => { #statements })
    });
    quote! {
        match ::wskit::__private::inspect::tag(value, #tag, &[#(#names),*], at, issues) {
            #(#arms)*
            _ => {}
        }
    }
}
