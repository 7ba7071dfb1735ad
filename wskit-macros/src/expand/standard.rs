//! `Debug`, `Clone` and `PartialEq` of every declared type.
//!
//! They are derived where the fields are of types known by name. Of another type it may turn out that it cannot stand in a
//! message, and each derive would have an error of its own about it, beside the one that says what to do. So the type has
//! methods that take it for granted that such a type can be validated (see `form::assumed`), which says that it has all
//! three, and the traits call those.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Ident, Index, ext::IdentExt};

use super::{definition::conditions, form, prefix};
use crate::model::{Body, Definition, ErrorSet, Field, Form, Item, Standard};

/// The fields of a struct, or of one variant.
struct Part<'a> {
    attributes: &'a [Attribute],
    name: &'a Ident,
    /// `Self` or `Self::Variant`.
    path: TokenStream,
    fields: Vec<&'a Field>,
    /// Whether it is shown like a tuple although its fields have names.
    unnamed: bool,
}

/// What is derived, and what is written out instead.
pub(super) struct Traits {
    pub(super) derives: Vec<TokenStream>,
    pub(super) impls: TokenStream,
}

/// Those of a struct or enum.
pub(super) fn of_item(item: &Item) -> Traits {
    let definition = &item.definition;
    let parts = match &item.body {
        Body::Enum(enumeration) => enumeration
            .variants
            .iter()
            .map(|each| variant(&each.attributes, &each.name, &each.fields))
            .collect(),
        body => {
            let (path, fields) = (quote!(Self), body.fields());
            let unnamed = matches!(body, Body::Refined(_));
            vec![Part { attributes: &[], name: &definition.name, path, fields, unnamed }]
        }
    };
    traits(definition, &parts, matches!(item.body, Body::Refined(_)))
}

/// A variant with its fields.
fn variant<'a>(attributes: &'a [Attribute], name: &'a Ident, fields: &'a [Field]) -> Part<'a> {
    Part { attributes, name, path: quote!(Self::#name), fields: fields.iter().collect(), unnamed: false }
}

/// Those of an error set.
pub(super) fn of_errors(set: &ErrorSet) -> Traits {
    let parts: Vec<_> =
        set.errors.iter().map(|error| variant(&error.attributes, &error.name, &error.fields)).collect();
    traits(&set.definition, &parts, false)
}

fn traits(definition: &Definition, parts: &[Part<'_>], refined: bool) -> Traits {
    let (mut derives, mut standard): (Vec<_>, _) =
        (definition.derives.iter().collect(), definition.standard.clone());
    if refined {
        // It is shown as it is written, without the name that its field has.
        derives.retain(|path| path.segments.last().is_none_or(|last| last.ident != "Debug"));
        standard.retain(|standard| *standard != Standard::Debug);
    }
    let mut derives: Vec<_> = derives.iter().map(ToTokens::to_token_stream).collect();
    let (prefix, name) = (prefix(definition), &definition.name);
    let assumed: Vec<_> = parts.iter().flat_map(assumed).collect();
    if assumed.is_empty() || !definition.generics.params.is_empty() {
        derives.extend(standard.iter().map(|standard| standard.path()));
        let shown = refined.then(|| shown(definition, parts));
        return Traits { derives, impls: quote!(#shown) };
    }
    if refined {
        standard.push(Standard::Debug);
    }
    let methods = standard.iter().map(|standard| method(*standard, parts));
    let impls = standard.iter().map(|standard| {
        let (path, call) = (standard.path(), call(*standard));
        quote!(#prefix impl #path for #name { #call })
    });
    let impls = quote! {
        #prefix
        impl #name where #(#assumed),* {
            #(#[inline] #methods)*
        }

        #(#impls)*
    };
    Traits { derives, impls }
}

/// `Debug` of a newtype, where nothing has to be taken for granted.
fn shown(definition: &Definition, parts: &[Part<'_>]) -> TokenStream {
    let (prefix, name, arms) = (prefix(definition), &definition.name, parts.iter().map(debug));
    quote! {
        #prefix
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#arms)* }
            }
        }
    }
}

/// The method of a trait, which calls the type's own, or where that cannot be taken for granted the one that every type has.
fn call(standard: Standard) -> TokenStream {
    let scope = quote! {
        #[allow(unused_imports)]
        use ::wskit::__private::Stub as _;
    };
    match standard {
        Standard::Debug => quote! {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #scope
                self.__debug(f)
            }
        },
        Standard::Clone => quote! {
            #[inline]
            fn clone(&self) -> Self {
                #scope
                self.__clone()
            }
        },
        Standard::PartialEq => quote! {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                #scope
                self.__equals(other)
            }
        },
    }
}

/// What is taken for granted of the fields whose types are not known by name.
fn assumed(part: &Part<'_>) -> Vec<TokenStream> {
    // Under a condition the alias may not exist.
    let sure =
        |field: &&&Field| conditions(part.attributes).is_empty() && conditions(&field.attributes).is_empty();
    let unknown = |field: &&&Field| field.nested && matches!(field.form, Form::Named | Form::Own);
    let fields = part.fields.iter().filter(unknown).filter(sure).filter(|field| field.stand_in.is_some());
    fields
        .map(|field| {
            let ty = form::written(field);
            quote!(for<'__any> #ty: ::wskit::__private::Validate)
        })
        .collect()
}

fn method(standard: Standard, parts: &[Part<'_>]) -> TokenStream {
    let arms = |arm: fn(&Part<'_>) -> TokenStream| {
        parts.iter().map(move |part| {
            let (conditions, arm) = (conditions(part.attributes), arm(part));
            quote!(#(#conditions)* #arm)
        })
    };
    match standard {
        Standard::Debug => {
            let arms = arms(debug);
            quote! {
                fn __debug(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    match self { #(#arms)* }
                }
            }
        }
        Standard::Clone => {
            let arms = arms(clone);
            quote!(fn __clone(&self) -> Self { match self { #(#arms)* } })
        }
        Standard::PartialEq => {
            let arms = arms(equal);
            quote! {
                // As a derive does, and what a derive writes is not looked at.
                #[allow(clippy::float_cmp)]
                fn __equals(&self, other: &Self) -> bool {
                    #[allow(unreachable_patterns)]
                    match (self, other) {
                        #(#arms)*
                        _ => false,
                    }
                }
            }
        }
    }
}

impl Part<'_> {
    /// A pattern, or with `values` an expression, of all fields.
    fn with(&self, value: impl Fn(&Ident) -> TokenStream, binding: &str) -> TokenStream {
        let fields = self.fields.iter().enumerate().map(|(index, field)| {
            let (member, conditions) = (member(index, field), conditions(&field.attributes));
            let value = value(&format_ident!("{binding}{index}"));
            quote!(#(#conditions)* #member: #value)
        });
        let path = &self.path;
        quote!(#path { #(#fields,)* })
    }

    fn pattern(&self, binding: &str) -> TokenStream {
        self.with(ToTokens::to_token_stream, binding)
    }

    /// A statement for each field.
    fn each(&self, statement: impl Fn(usize, &Field) -> TokenStream) -> TokenStream {
        let statements = self.fields.iter().enumerate().map(|(index, field)| {
            let (conditions, statement) = (conditions(&field.attributes), statement(index, field));
            quote!(#(#conditions)* { #statement })
        });
        statements.collect()
    }
}

fn member(index: usize, field: &Field) -> TokenStream {
    field.name.as_ref().map_or_else(|| Index::from(index).to_token_stream(), ToTokens::to_token_stream)
}

fn debug(part: &Part<'_>) -> TokenStream {
    let (pattern, name) = (part.pattern("field_"), part.name.unraw().to_string());
    let fields = part.fields.iter().enumerate().map(|(index, field)| {
        let (conditions, value) = (conditions(&field.attributes), format_ident!("field_{index}"));
        let name = field.name.as_ref().filter(|_| !part.unnamed);
        let name = name.map(|name| name.unraw().to_string()).unwrap_or_default();
        quote!(#(#conditions)* (#name, #value))
    });
    quote!(#pattern => ::wskit::__private::debug(f, #name, &[#(#fields),*]),)
}

fn clone(part: &Part<'_>) -> TokenStream {
    let pattern = part.pattern("field_");
    let cloned = part.with(|field| quote!(::core::clone::Clone::clone(#field)), "field_");
    quote!(#pattern => #cloned,)
}

fn equal(part: &Part<'_>) -> TokenStream {
    let (mine, others) = (part.pattern("field_"), part.pattern("other_"));
    let fields = part.each(|index, _| {
        let (mine, other) = (format_ident!("field_{index}"), format_ident!("other_{index}"));
        quote!(if ::core::cmp::PartialEq::ne(#mine, #other) { return false; })
    });
    quote!((#mine, #others) => { #fields true })
}
