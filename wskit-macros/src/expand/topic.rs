//! A topic: the struct, its text, what it carries.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::{at_name, describe, option, prefix};
use crate::{
    check::end,
    model::{Definition, Standard, Topic, TopicValue},
};

pub(super) fn expand(topic: &Topic) -> TokenStream {
    let definition = definition(topic);
    let standard = topic.definition.standard.iter().map(|each| standard(topic, *each));
    let (text, into) = (text(topic), into_topic(&topic.definition));
    let (carried, declared) = (carried(topic), declared(topic));
    let describe = describe(topic);
    let itself = quote! { #definition #(#standard)* #text #into #declared #describe };
    let itself = at_name(itself, &topic.definition.name);
    quote! { #itself #carried }
}

fn definition(topic: &Topic) -> TokenStream {
    let Definition { attributes, visibility, keyword, name, derives, .. } = &topic.definition;
    let fields = &topic.fields;
    let end = fields.is_empty().then(|| matches!(fields, syn::Fields::Unit).then(|| quote!(;))).flatten();
    quote! {
        #(#attributes)*
        #[derive(#(#derives),*)]
        #visibility #keyword #name #fields #end
    }
}

/// A value's type as one that can stand in a topic: everything is called by that trait, in one place, so that a type
/// which does not have it is one error.
fn of(value: &TopicValue) -> TokenStream {
    let ty = &value.ty;
    quote_spanned!(ty.span()=> <#ty as ::wskit::__private::TopicValue>)
}

fn standard(topic: &Topic, standard: Standard) -> TokenStream {
    let (prefix, name, path) = (prefix(&topic.definition), &topic.definition.name, standard.path());
    let fields: Vec<_> = topic.values.iter().map(|value| &value.field).collect();
    let types: Vec<_> = topic.values.iter().map(of).collect();
    let method = match standard {
        Standard::Debug => {
            let text = syn::ext::IdentExt::unraw(name).to_string();
            let names = fields.iter().map(|field| syn::ext::IdentExt::unraw(*field).to_string());
            quote! {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::wskit::__private::debug(f, #text, &[#((#names, #types::__debug(&self.#fields))),*])
                }
            }
        }
        Standard::Clone => quote! {
            fn clone(&self) -> Self {
                Self { #(#fields: #types::__clone(&self.#fields)),* }
            }
        },
        Standard::PartialEq => quote! {
            #[allow(unused_variables)]
            fn eq(&self, other: &Self) -> bool {
                true #(&& #types::__equals(&self.#fields, &other.#fields))*
            }
        },
    };
    quote!(#prefix impl #path for #name { #method })
}

fn text(topic: &Topic) -> TokenStream {
    let (prefix, name) = (prefix(&topic.definition), &topic.definition.name);
    let (pattern, start) = (topic.pattern(), &topic.start);
    let types: Vec<_> = topic.values.iter().map(of).collect();
    let fields: Vec<_> = topic.values.iter().map(|value| &value.field).collect();
    let names = topic.values.iter().map(|value| &value.wire_name);
    let after: Vec<_> = topic.values.iter().map(|value| &value.after).collect();
    let parts: Vec<_> = (0..fields.len()).map(|index| format_ident!("value_{index}")).collect();
    quote! {
        #prefix
        impl ::wskit::__private::Topic for #name {
            const PATTERN: &'static str = #pattern;

            fn to_topic(&self) -> ::core::result::Result<::std::string::String, ::wskit::__private::InvalidTopic> {
                ::wskit::__private::join_topic(#pattern, #start, &[#(::wskit::__private::Placed {
                    name: #names,
                    value: #types::__write(&self.#fields),
                    after: #after,
                }),*])
            }

            fn parse(topic: &str) -> ::core::option::Option<Self> {
                let [#(#parts),*] = ::wskit::__private::split_topic(topic, #start, [#(#after),*])?;
                ::core::option::Option::Some(Self { #(#fields: #types::__read(#parts)?),* })
            }
        }
    }
}

fn into_topic(definition: &Definition) -> TokenStream {
    let (prefix, name) = (prefix(definition), &definition.name);
    let topics = [(quote!(#name), quote!(&self)), (quote!(&#name), quote!(self))];
    let impls = topics.iter().map(|(ty, itself)| {
        quote! {
            #prefix
            impl ::wskit::__private::IntoTopic for #ty {
                type Carrier = #name;

                fn into_topic(
                    self,
                ) -> ::core::result::Result<::std::string::String, ::wskit::__private::InvalidTopic> {
                    ::wskit::__private::Topic::to_topic(#itself)
                }
            }
        }
    });
    impls.collect()
}

/// That they are events of the server is asked once, where they are listed.
fn carried(topic: &Topic) -> TokenStream {
    let (prefix, name) = (prefix(&topic.definition), &topic.definition.name);
    let impls = topic.carries.iter().map(
        |event| quote_spanned!(end(event)=> #prefix impl ::wskit::__private::ListedIn<#name> for #event {}),
    );
    impls.collect()
}

fn declared(topic: &Topic) -> TokenStream {
    let (prefix, name) = (prefix(&topic.definition), &topic.definition.name);
    let (text, path) = (name.to_string(), format!("::{name}"));
    let carries = topic
        .carries
        .iter()
        .map(|event| quote_spanned!(end(event)=> ::wskit::__private::WireType::of_carried::<#event>()));
    quote! {
        #prefix
        impl ::wskit::__private::Declared for #name {
            const WIRE_TYPES: &'static [::wskit::__private::WireType] = &[];
            const TOPIC: ::core::option::Option<::wskit::__private::ListedTopic> =
                ::core::option::Option::Some(::wskit::__private::ListedTopic {
                    name: #text,
                    pattern: <Self as ::wskit::__private::Topic>::PATTERN,
                    path: ::core::concat!(::core::module_path!(), #path),
                    carries: &[#(#carries),*],
                });
        }
    }
}

fn describe(topic: &Topic) -> TokenStream {
    let (prefix, name) = (prefix(&topic.definition), &topic.definition.name);
    let about = describe::about(&topic.definition, &topic.about);
    let parameters = topic.values.iter().map(|value| {
        let (ty, TopicValue { wire_name, docs, .. }) = (of(value), value);
        let deprecated = option(value.deprecated.as_ref());
        quote!(::wskit::__private::schema::parameter(#wire_name, #docs, #deprecated, #ty::__describe(builder)))
    });
    quote! {
        ::wskit::__private::if_schema! {
            #prefix
            impl ::wskit::__private::schema::DescribeMessage for #name {
                fn describe(builder: &mut ::wskit::__private::schema::Builder) {
                    let parameters = ::std::vec![#(#parameters),*];
                    builder.topic::<Self>(#about, parameters);
                }
            }
        }
    }
}
