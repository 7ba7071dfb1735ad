//! Error sets: an enum whose variants become replies.

use proc_macro2::{Delimiter, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Ident, ext::IdentExt};

use super::{definition, form, option, prefix, standard, validate};
use crate::model::{Definition, ErrorSet, Field, WireError};

pub(super) fn expand(set: &ErrorSet) -> TokenStream {
    let definition = enumeration(set);
    let replies = replies(set);
    let describe = describe(set);
    let conditions = &set.definition.conditions;
    let stand_ins = set.errors.iter().map(|error| {
        let own = definition::conditions(&error.attributes);
        form::stand_ins(&quote!(#(#conditions)* #(#own)*), &error.fields)
    });
    quote! { #(#stand_ins)* #definition #replies #describe }
}

fn enumeration(set: &ErrorSet) -> TokenStream {
    let Definition { attributes, visibility, keyword, name, .. } = &set.definition;
    let standard::Traits { derives, impls } = standard::of_errors(set);
    let variants = set.errors.iter().map(variant);
    let variants = definition::grouped(Delimiter::Brace, quote!(#(#variants,)*), name.span());
    quote! {
        #[derive(#(#derives),*)]
        #[derive(::wskit::__private::serde::Serialize)]
        #[serde(crate = "::wskit::__private::serde", untagged)]
        #(#attributes)*
        #visibility #keyword #name #variants

        #impls
    }
}

fn variant(error: &WireError) -> TokenStream {
    let (attributes, name) = (plain(&error.attributes), &error.name);
    if error.fields.is_empty() {
        return quote!(#(#attributes)* #name);
    }
    let fields = error.fields.iter().map(|field| {
        let (attributes, serde) = (plain(&field.attributes), definition::serde_names(field));
        let Field { name, ty, .. } = field;
        quote!(#(#attributes)* #serde #name: #ty)
    });
    quote!(#(#attributes)* #name { #(#fields,)* })
}

/// The enum derives neither `JsonSchema` nor `TS`, so their attributes belong to the hidden structs alone.
fn plain(attributes: &[Attribute]) -> Vec<&Attribute> {
    let foreign =
        |attribute: &&Attribute| !attribute.path().is_ident("ts") && !attribute.path().is_ident("schemars");
    attributes.iter().filter(foreign).collect()
}

fn replies(set: &ErrorSet) -> TokenStream {
    let (prefix, name) = (prefix(&set.definition), &set.definition.name);
    let reply = if set.errors.is_empty() {
        quote!(match *self {})
    } else {
        let arms = set.errors.iter().map(arm);
        quote!(match self { #(#arms)* })
    };
    let check = check(set);
    // What it asks for is shown where the name is.
    let answers = quote_spanned! {
        name.span()=> impl<M: ::wskit::__private::Declares<#name>> ::wskit::__private::RpcError<M> for #name
    };
    quote! {
        #prefix
        impl #name {
            /// The error without its details.
            #[doc(hidden)]
            fn __reply(&self) -> ::wskit::__private::ErrorReply {
                #reply
            }
        }

        #prefix
        impl ::wskit::__private::ErrorSet for #name {
            fn into_reply(
                self,
            ) -> ::core::result::Result<::wskit::__private::ErrorReply, ::wskit::__private::SendError> {
                ::wskit::__private::declared_details(self.__reply(), &self, #check)
            }
        }

        #prefix
        #answers {
            fn into_reply(
                self,
            ) -> ::core::result::Result<::wskit::__private::ErrorReply, ::wskit::__private::SendError> {
                ::wskit::__private::ErrorSet::into_reply(self)
            }
        }

        #prefix
        impl ::wskit::__private::Failing for #name {}

        #prefix
        #[diagnostic::do_not_recommend]
        impl<M: ::wskit::__private::Declares<#name>> ::wskit::__private::ErrorOf<'_, M> for #name {
            fn into_failure(self) -> ::wskit::__private::Failure<M> {
                ::wskit::__private::Failure::declared(self)
            }
        }

        #prefix
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let reply = self.__reply();
                ::core::write!(f, "{}: {}", reply.code(), reply.message())
            }
        }
    }
}

/// The function that checks the details.
fn check(set: &ErrorSet) -> TokenStream {
    if !set.errors.iter().flat_map(|error| &error.fields).any(validate::is_checked) {
        return quote!(|_, _| {});
    }
    let arms = set.errors.iter().map(|error| {
        let WireError { attributes, name, fields, .. } = error;
        validate::arm(attributes, name, fields, &quote!(at))
    });
    quote!(|at, issues| match &self { #(#arms)* })
}

fn arm(error: &WireError) -> TokenStream {
    let (name, code) = (&error.name, &error.code);
    let conditions = definition::conditions(&error.attributes);
    let (retryable, after) = (option(error.retryable), option(error.retry_after_ms.as_ref()));
    let mut reply = quote!(::wskit::__private::declared_reply(#code, #retryable, #after));
    let mut used: &[Ident] = &[];
    if let Some(message) = &error.message {
        used = &message.fields;
        let format = &message.format;
        let arguments = used.iter().map(|field| {
            let key = field.unraw();
            quote!(#key = #field)
        });
        reply = quote!(#reply.message_text(::std::format!(#format #(, #arguments)*)));
    }
    quote! { #(#conditions)* Self::#name { #(#used,)* .. } => #reply, }
}

fn describe(set: &ErrorSet) -> TokenStream {
    let (prefix, name, docs) = (prefix(&set.definition), &set.definition.name, &set.about.docs);
    let (conditions, set_name) = (&set.definition.conditions, name.unraw().to_string());
    let structs =
        set.errors.iter().filter(|error| !error.fields.is_empty()).map(|error| details(name, error));
    let rows = set.errors.iter().map(|error| row(name, error));
    quote! {
        ::wskit::__private::if_schema! {
            #(#conditions)*
            #[allow(deprecated)]
            const _: () = {
                #(#structs)*

                #prefix
                impl ::wskit::__private::schema::DescribeErrors for #name {
                    fn describe_errors(
                        builder: &mut ::wskit::__private::schema::Builder,
                    ) -> ::core::option::Option<::wskit::__private::schema::ErrorSetDoc> {
                        ::core::option::Option::Some(::wskit::__private::schema::ErrorSetDoc {
                            name: ::core::convert::Into::into(#set_name),
                            docs: ::core::convert::Into::into(#docs),
                            errors: ::std::vec![#(#rows)*],
                        })
                    }
                }
            };
        }
    }
}

fn details_name(set: &Ident, error: &WireError) -> Ident {
    format_ident!("{}{}", set, error.name, span = error.name.span())
}

/// The details of one error as a type of their own, for the schema only.
fn details(set: &Ident, error: &WireError) -> TokenStream {
    let (name, fields) = (details_name(set, error), error.fields.iter().map(definition::field));
    let conditions = definition::conditions(&error.attributes);
    quote! {
        #(#conditions)*
        #[derive(
            ::wskit::__private::serde::Serialize,
            ::wskit::__private::serde::Deserialize,
            ::wskit::__private::JsonSchema,
            ::wskit::__private::TS
        )]
        #[serde(crate = "::wskit::__private::serde", deny_unknown_fields)]
        #[schemars(crate = "::wskit::__private::schemars")]
        #[ts(crate = "::wskit::__private::ts_rs")]
        #[allow(dead_code)]
        struct #name { #(#fields,)* }
    }
}

fn row(set: &Ident, error: &WireError) -> TokenStream {
    let WireError { code, docs, .. } = error;
    let conditions = definition::conditions(&error.attributes);
    let retryable = option(error.retryable);
    let details = if error.fields.is_empty() {
        quote!(::core::option::Option::None)
    } else {
        let name = details_name(set, error);
        quote!(::core::option::Option::Some(builder.inline_ref::<#name>()))
    };
    quote! {
        #(#conditions)*
        ::wskit::__private::schema::ErrorDoc {
            code: ::core::convert::Into::into(#code),
            docs: ::core::convert::Into::into(#docs),
            retryable: ::wskit::__private::declared_retryable(#code, #retryable),
            details: #details,
        },
    }
}
