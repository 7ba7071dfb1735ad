//! The form of fields on the wire: functions for serde, and descriptions for schemars and ts-rs to match.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Generics, spanned::Spanned};

use super::{definition::conditions, prefix};
use crate::model::{Body, Field, Form, Inner, Item, Reading, Refined, Tagging};

/// The functions that serde calls for a field.
pub(super) fn functions(field: &Field) -> TokenStream {
    match field.form {
        Form::Serde | Form::Named => TokenStream::new(),
        Form::Own => quote!(#[serde(with = "::wskit::__private::form")]),
        Form::Parameter => {
            let bounds = field.parameters.iter().map(|name| format!("{name}: ::wskit::__private::Validate"));
            let bound = bounds.collect::<Vec<_>>().join(", ");
            quote!(#[serde(with = "::wskit::__private::form", bound = #bound)])
        }
        Form::Digits => quote!(#[serde(with = "::wskit::__private::digits")]),
    }
}

/// The type that describes a field, where it is not the field's own.
pub(super) fn described(field: &Field) -> TokenStream {
    let ty = &field.ty;
    let wire = match field.form {
        Form::Serde | Form::Named => return TokenStream::new(),
        Form::Own | Form::Parameter => quote!(<#ty as ::wskit::__private::Validate>::Wire),
        Form::Digits => quote!(<#ty as ::wskit::__private::digits::Digits>::Wire),
    };
    let wire = wire.to_string();
    if field.form == Form::Parameter {
        // A parameter stands for itself in TypeScript.
        let typescript = ty.to_token_stream().to_string();
        return quote!(#[schemars(with = #wire)] #[ts(as = #typescript)]);
    }
    quote!(#[schemars(with = #wire)] #[ts(as = #wire)])
}

/// Tells the builder of the document by which other names a field is read.
pub(super) fn aliases(field: &Field) -> TokenStream {
    let aliases = &field.aliases;
    if aliases.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[schemars(transform = |schema: &mut ::wskit::__private::schemars::Schema| {
            ::wskit::__private::schema::alias(schema, &[#(#aliases),*]);
        })]
    }
}

/// The function that reads a field's value.
pub(super) fn reader(field: &Field) -> TokenStream {
    match field.form {
        Form::Digits => quote!(::wskit::__private::digits::deserialize),
        _ if field.nested => quote!(::wskit::__private::form::deserialize),
        // `skip`: a type that wskit knows nothing of.
        _ => quote!(::wskit::__private::serde::Deserialize::deserialize),
    }
}

/// What schemars has to know of type parameters: it cannot tell by a field that is described by another type.
pub(super) fn bound(generics: &Generics) -> TokenStream {
    let described = "::wskit::__private::JsonSchema";
    let bound = format!("{described} + ::wskit::__private::Validate<Wire: {described}>");
    let bounds: Vec<_> = generics.type_params().map(|each| format!("{}: {bound}", each.ident)).collect();
    if bounds.is_empty() {
        return TokenStream::new();
    }
    let bounds = bounds.join(", ");
    quote!(, bound = #bounds)
}

/// Asks the compiler about the types of which the macro knows nothing but a name.
pub(super) fn assert_named(item: &Item) -> TokenStream {
    let named: Vec<_> = item.body.fields().into_iter().filter(|field| is_asked(field)).collect();
    if named.is_empty() || !item.definition.generics.params.is_empty() {
        return TokenStream::new();
    }
    let statements = named.into_iter().map(|field| {
        let (ty, conditions) = (&field.within_option, conditions(&field.attributes));
        quote_spanned!(ty.span()=> #(#conditions)* ::wskit::__private::form::assert_named::<#ty>();)
    });
    let prefix = prefix(&item.definition);
    quote! { #prefix const _: () = { #(#statements)* }; }
}

fn is_asked(field: &Field) -> bool {
    field.form == Form::Named && field.nested && matches!(field.reading, Reading::Plain { .. })
}

/// Whether an absent field of the item's type would be read as a value: where it stands in the place of an `Option`.
pub(super) fn optional(body: &Body) -> TokenStream {
    let Body::Refined(refined) = body else { return TokenStream::new() };
    let ty = &refined.field.ty;
    if !refined.field.nested {
        return TokenStream::new();
    }
    quote!(const OPTIONAL: bool = <#ty as ::wskit::__private::Validate>::OPTIONAL;)
}

/// What values can be told apart by: names with a fixed set of values, and newtypes of texts, integers and the like, are
/// equal as their JSON is; those that are texts can be the keys of a map.
pub(super) fn comparable(item: &Item) -> TokenStream {
    if !item.definition.generics.params.is_empty() {
        return TokenStream::new();
    }
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    let scalar = is_scalar(item).then(|| quote! { #prefix impl ::wskit::__private::Scalar for #name {} });
    let key = key(&item.body).map(|key| {
        quote! {
            #prefix
            impl ::wskit::__private::Key for #name {
                fn key(&self) -> ::std::borrow::Cow<'_, str> {
                    #key
                }
            }
        }
    });
    quote! { #scalar #key }
}

fn is_scalar(item: &Item) -> bool {
    let compared = derives(item, "Eq") && derives(item, "Hash");
    match &item.body {
        Body::Refined(refined) => {
            matches!(**refined, Refined { inner: Inner::Text | Inner::Integer, .. })
                || (refined.field.scalar && compared)
        }
        Body::Enum(enumeration) => enumeration.tagging == Tagging::Strings && compared,
        Body::Tuple(fields) => matches!(fields.as_slice(), [field] if field.scalar) && compared,
        Body::Unit | Body::Record(_) => false,
    }
}

/// The text of a value, where every value is a text.
fn key(body: &Body) -> Option<TokenStream> {
    match body {
        Body::Refined(refined) if refined.field.text => Some(quote!(::wskit::__private::Key::key(&self.0))),
        Body::Tuple(fields) if matches!(fields.as_slice(), [field] if field.text) => {
            Some(quote!(::wskit::__private::Key::key(&self.0)))
        }
        Body::Enum(enumeration) if enumeration.tagging == Tagging::Strings => {
            let arms = enumeration.variants.iter().map(|variant| {
                let (conditions, name, wire_name) =
                    (conditions(&variant.attributes), &variant.name, &variant.wire_name);
                quote!(#(#conditions)* Self::#name => #wire_name,)
            });
            (!enumeration.variants.is_empty())
                .then(|| quote!(::std::borrow::Cow::Borrowed(match self { #(#arms)* })))
        }
        _ => None,
    }
}

fn derives(item: &Item, name: &str) -> bool {
    item.definition.derives.iter().any(|path| path.to_token_stream().to_string().ends_with(name))
}
