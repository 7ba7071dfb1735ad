//! `Validate::inspect`: what is wrong with a value that could not be read, field by field.

use proc_macro2::TokenStream;
use quote::quote;

use super::{definition::conditions, form, option, validate::check};
use crate::model::{Body, Enumeration, Field, Form, Item, Place, Reading, Shape, Tagging, Variant};

/// The method, where more can be said than serde's first error.
pub(super) fn expand(item: &Item) -> TokenStream {
    let statements = match &item.body {
        Body::Record(fields) => record(fields, None),
        Body::Refined(refined) => element(&refined.field, &quote!(value), &quote!(at)),
        Body::Tuple(fields) => unnamed(fields),
        Body::Enum(Enumeration { tagging: Tagging::Adjacent(tag, content), variants, .. }) => {
            adjacent(tag, content, variants)
        }
        Body::Enum(Enumeration { tagging: Tagging::Internal(tag), variants, .. }) => internal(tag, variants),
        Body::Enum(Enumeration { tagging: Tagging::Strings, variants, .. }) => {
            let names = variants.iter().filter(|variant| variant.reads.is_some()).map(|variant| {
                let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
                quote!(#(#conditions)* #name)
            });
            quote!(::wskit::__private::inspect::name(value, &[#(#names),*], at, issues);)
        }
        Body::Enum(Enumeration { tagging: Tagging::Untagged, .. }) => {
            quote!(::wskit::__private::inspect::untagged::<Self>(value, at, issues);)
        }
        Body::Unit => quote!(::wskit::__private::inspect::null(value, at, issues);),
    };
    quote! {
        #[inline]
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

/// An object: its keys, then each field, as a table. `tag` is the key that a tagged variant has besides.
fn record(fields: &[Field], tag: Option<&str>) -> TokenStream {
    let fields = fields.iter().filter_map(|field| {
        let (Place::Key(key), aliases) = (&field.place, &field.aliases) else { return None };
        let (required, look) = match field.reading {
            Reading::Never => return None,
            Reading::Custom { required } => (required, quote!(::wskit::__private::inspect::anything)),
            Reading::Plain { required } => (required, look(field)),
        };
        let conditions = conditions(&field.attributes);
        Some(quote!(#(#conditions)* (&[#key #(, #aliases)*], #required, #look)))
    });
    let tag = option(tag);
    quote!(::wskit::__private::inspect::record(value, #tag, &[#(#fields),*], at, issues);)
}

/// The function that looks at a field's value: one that all fields of the type share, unless this one has rules.
fn look(field: &Field) -> TokenStream {
    if field.nested && field.form != Form::Digits && field.rules.is_empty() {
        let ty = form::spelled(field);
        return quote!(|value, at, issues| <#ty as ::wskit::__private::Validate>::look(value, at, issues));
    }
    let element = element(field, &quote!(value), &quote!(at));
    quote!(|value, at, issues| { #element })
}

/// Fields without names: one stands for the whole, several are an array.
fn unnamed(fields: &[Field]) -> TokenStream {
    if let [field] = fields {
        return element(field, &quote!(value), &quote!(at));
    }
    let elements = fields
        .iter()
        .enumerate()
        .map(|(index, field)| element(field, &quote!(&items[#index]), &quote!(at.index(#index))));
    let count = fields.len();
    quote! {
        let ::core::option::Option::Some(items) = ::wskit::__private::inspect::items(value, #count, at, issues)
        else {
            return;
        };
        #(#elements)*
    }
}

fn element(field: &Field, value: &TokenStream, at: &TokenStream) -> TokenStream {
    if !matches!(field.reading, Reading::Plain { .. }) {
        return TokenStream::new();
    }
    let (ty, inspect, checks) = (shown(field), inspector(field), checked(field));
    quote! {
        let inspect: ::wskit::__private::inspect::Inspect = #inspect;
        ::wskit::__private::inspect::value::<#ty>(#value, #at, issues, inspect, #checks);
    }
}

/// The type that a field's value is read as.
fn shown(field: &Field) -> TokenStream {
    let ty = form::spelled(field);
    match field.form {
        Form::Digits => quote!(::wskit::__private::digits::InDigits<#ty>),
        _ if !field.nested => quote!(::wskit::__private::inspect::Unseen<#ty>),
        _ => quote!(#ty),
    }
}

/// Gets at the field's own value where another was read.
fn inner(field: &Field) -> TokenStream {
    let seen = field.form != Form::Digits && field.nested;
    if seen { TokenStream::new() } else { quote!(let value = &value.0;) }
}

/// What is checked once the value of a field is read.
fn checked(field: &Field) -> TokenStream {
    let (ty, function, inner) = (form::spelled(field), &field.check_function, inner(field));
    if inner.is_empty() {
        return if field.rules.is_empty() {
            quote!(<#ty as ::wskit::__private::Validate>::validate)
        } else {
            quote!(Self::#function)
        };
    }
    let check = check(field, &quote!(value), &quote!(at));
    quote!(|value, at, issues| { #inner #check })
}

/// What explains a value of the field's type; nothing where the type is not ours to look into. It is named before the
/// function that takes it: a type that cannot be validated is reported here then, in the words it is reported in
/// everywhere, which the compiler writes once.
fn inspector(field: &Field) -> TokenStream {
    let ty = form::spelled(field);
    if field.form == Form::Digits {
        return quote!(<#ty as ::wskit::__private::digits::Digits>::inspect);
    }
    if field.nested { quote!(<#ty as ::wskit::__private::Validate>::inspect) } else { quote!(|_, _, _| {}) }
}

/// An object with a tag: the tag, then the fields of the variant that it names.
fn internal(tag: &str, variants: &[Variant]) -> TokenStream {
    let read = || variants.iter().filter(|variant| variant.reads.is_some());
    let names = read().map(|variant| {
        let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
        quote!(#(#conditions)* #name)
    });
    let arms = read().map(|variant| {
        let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
        let statements = match variant.shape {
            Shape::Unit | Shape::Named => record(&variant.fields, Some(tag)),
            Shape::Tuple => {
                let inside = unnamed(&variant.fields);
                quote! { let value = &::wskit::__private::inspect::without(value, #tag); #inside }
            }
        };
        quote!(#(#conditions)* ::core::option::Option::Some(#name) => { #statements })
    });
    quote! {
        match ::wskit::__private::inspect::tag(value, #tag, &[#(#names),*], at, issues) {
            #(#arms)*
            _ => {}
        }
    }
}

/// An object with a tag and the content of the variant that it names.
fn adjacent(tag: &str, content: &str, variants: &[Variant]) -> TokenStream {
    let read = || variants.iter().filter(|variant| variant.reads.is_some());
    let names = read().map(|variant| {
        let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
        quote!(#(#conditions)* #name)
    });
    let arms = read().map(|variant| {
        let (conditions, name) = (conditions(&variant.attributes), &variant.reads);
        let statements = match variant.shape {
            Shape::Unit => quote!(::wskit::__private::inspect::no_content(object, #content, at, issues);),
            Shape::Named => within(content, &record(&variant.fields, None)),
            Shape::Tuple => within(content, &unnamed(&variant.fields)),
        };
        quote!(#(#conditions)* #name => { #statements })
    });
    quote! {
        let ::core::option::Option::Some(name) =
            ::wskit::__private::inspect::tag(value, #tag, &[#(#names),*], at, issues)
        else {
            return;
        };
        let ::core::option::Option::Some(object) =
            ::wskit::__private::inspect::object(value, &[#tag, #content], at, issues)
        else {
            return;
        };
        match name {
            #(#arms)*
            _ => {}
        }
    }
}

fn within(content: &str, statements: &TokenStream) -> TokenStream {
    quote! {
        if let ::core::option::Option::Some(value) =
            ::wskit::__private::inspect::content(object, #content, at, issues)
        {
            let at = at.key(#content);
            #statements
        }
    }
}
