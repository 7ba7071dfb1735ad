//! The form of fields on the wire: functions for serde, and descriptions for schemars and ts-rs to match.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Ident, LitStr, Type, spanned::Spanned};

use super::{definition::conditions, prefix};
use crate::{
    model::{Body, Field, Form, Inner, Item, Place, Reading, Refined, StandIn, Tagging, Variant},
    syntax::args,
};

/// The functions that serde calls for a field.
pub(super) fn functions(field: &Field) -> TokenStream {
    match field.form {
        Form::Serde => TokenStream::new(),
        Form::Named if field.assumed => assumed(field),
        Form::Named | Form::Own => {
            let write = text(field, "<#ty as ::wskit::__private::Validate>::write");
            let read = text(field, "<#ty as ::wskit::__private::Validate>::read");
            quote!(#[serde(serialize_with = #write, deserialize_with = #read)])
        }
        Form::Parameter => {
            let bounds = field.parameters.iter().map(|name| format!("{name}: ::wskit::__private::Validate"));
            let bound = bounds.collect::<Vec<_>>().join(", ");
            quote!(#[serde(with = "::wskit::__private::form", bound = #bound)])
        }
        Form::Digits => {
            let write = text(field, "<#ty as ::wskit::__private::digits::Digits>::write");
            let read = text(field, "<#ty as ::wskit::__private::digits::Digits>::read");
            quote!(#[serde(serialize_with = #write, deserialize_with = #read)])
        }
    }
}

/// Lets the derived code take it for granted that the type of a field can be validated, and with it that serde knows the
/// type. Where it cannot, the one error is that of `Validate`, which says what to do, instead of a dozen about traits
/// that are none of the user's business. The compiler checks a bound on a known type where it stands, unless it is for
/// any lifetime.
fn assumed(field: &Field) -> TokenStream {
    let ty = written(field);
    let bound = LitStr::new(&format!("for<'__any> {ty}: ::wskit::__private::Validate"), ty.span());
    quote!(#[serde(bound = #bound)])
}

/// The type of a field as it is written, for what is taken for granted of it.
pub(super) fn written(field: &Field) -> TokenStream {
    let written = field.stand_in.as_ref().and_then(|alias| alias.written.as_ref());
    written.map_or_else(|| spelled(field), ToTokens::to_token_stream)
}

/// Text of an attribute in which `#ty` stands for the type of a field; in the place of the type, which is what the
/// compiler underlines if it finds something wrong.
fn text(field: &Field, template: &str) -> LitStr {
    let ty = spelled(field);
    LitStr::new(&template.replace("#ty", &ty.to_string()), ty.span())
}

/// The type of a field as generated code names it: always in the same place, so that what the compiler says of it is one
/// error however often it is named.
pub(super) fn spelled(field: &Field) -> TokenStream {
    field.stand_in.as_ref().map_or_else(|| field.ty.to_token_stream(), |alias| alias.name.to_token_stream())
}

/// Aliases of the types that attributes name as text: a name in a text has no place of its own, so that an unknown one
/// would be reported once more. They exist under the conditions around the fields.
pub(super) fn stand_ins<'a>(
    around: &TokenStream,
    fields: impl IntoIterator<Item = &'a Field>,
) -> TokenStream {
    let aliases = fields.into_iter().filter_map(|field| {
        let (StandIn { name, ty, written }, conditions) =
            (field.stand_in.as_ref()?, conditions(&field.attributes));
        let alias = |name: &Ident, ty: &Type| {
            let mut name = name.clone();
            name.set_span(Span::call_site());
            quote! {
                #around
                #(#conditions)*
                #[doc(hidden)]
                #[allow(non_camel_case_types, dead_code, deprecated)]
                type #name = #ty;
            }
        };
        let written = written.as_ref().map(|written| alias(written, &field.ty));
        let alias = alias(name, ty);
        Some(quote!(#alias #written))
    });
    aliases.collect()
}

/// The type that describes a field to schemars, where it is not the field's own.
pub(super) fn described(field: &Field) -> TokenStream {
    if field.form == Form::Serde || has(field, "schemars", &["with", "schema_with"]) {
        return TokenStream::new();
    }
    let wire = text(field, wire(field));
    quote!(#[schemars(with = #wire)])
}

/// The type that a field is in TypeScript, where it is not the field's own.
pub(super) fn typescript(field: &Field) -> TokenStream {
    let template = match field.form {
        Form::Serde => return TokenStream::new(),
        _ if has(field, "ts", &["as", "type"]) => return TokenStream::new(),
        // A parameter stands for itself.
        Form::Parameter => "#ty",
        Form::Named | Form::Own | Form::Digits => wire(field),
    };
    let ty = text(field, template);
    quote!(#[ts(as = #ty)])
}

/// What a newtype is in TypeScript: what its one field is.
pub(super) fn transparent(field: &Field) -> TokenStream {
    if has(field, "ts", &["as", "type"]) {
        let written = field.attributes.iter().filter(|attribute| attribute.path().is_ident("ts"));
        return quote!(#(#written)*);
    }
    let ty = text(field, &format!("::wskit::__private::schema::Transparent<{}>", wire(field)));
    quote!(#[ts(as = #ty)])
}

fn wire(field: &Field) -> &'static str {
    match field.form {
        Form::Serde => "#ty",
        Form::Named | Form::Own | Form::Parameter => "<#ty as ::wskit::__private::Validate>::Wire",
        Form::Digits => "<#ty as ::wskit::__private::digits::Digits>::Wire",
    }
}

/// Whether the user has written one of these arguments in an attribute.
fn has(field: &Field, attribute: &str, arguments: &[&str]) -> bool {
    field.attributes.iter().filter(|each| each.path().is_ident(attribute)).any(|each| {
        args::of_attribute(each)
            .iter()
            .any(|argument| argument.name().is_some_and(|name| arguments.iter().any(|known| name == known)))
    })
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
    if !item.definition.generics.params.is_empty() {
        return TokenStream::new();
    }
    let statements: Vec<_> = match &item.body {
        Body::Enum(enumeration) => enumeration.variants.iter().flat_map(questions_of_variant).collect(),
        body => body.fields().into_iter().filter_map(question).collect(),
    };
    if statements.is_empty() {
        return TokenStream::new();
    }
    let prefix = prefix(&item.definition);
    quote! { #prefix const _: () = { #(#statements)* }; }
}

fn questions_of_variant(variant: &Variant) -> Vec<TokenStream> {
    let conditions = conditions(&variant.attributes);
    variant.fields.iter().filter_map(question).map(|question| quote!(#(#conditions)* { #question })).collect()
}

fn question(field: &Field) -> Option<TokenStream> {
    if field.form == Form::Serde && !field.nested && matches!(field.reading, Reading::Plain { .. }) {
        return Some(skipped(field));
    }
    if field.form != Form::Named {
        return None;
    }
    let (ty, conditions) = (spelled(field), conditions(&field.attributes));
    let answer = |wanted: bool, name: &str| {
        let name = format_ident!("{name}");
        if wanted { quote!(<#ty as ::wskit::__private::Validate>::#name) } else { quote!(false) }
    };
    let optional = answer(matches!(field.place, Place::Key(_)) && !field.is_option, "OPTIONAL");
    let own = answer(field.assumed, "OWN_FORM");
    Some(quote_spanned!(ty.span()=> #(#conditions)* ::wskit::__private::form::assert_named(#own, #optional);))
}

/// Whether an absent field of the item's type would be read as a value: where it stands in the place of an `Option`.
pub(super) fn optional(body: &Body) -> TokenStream {
    let Body::Refined(refined) = body else { return TokenStream::new() };
    let ty = spelled(&refined.field);
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
    // Where the bound on a known type would be an error at once, one for any lifetime waits until it is asked for.
    let ordered = quote!(where for<'__any> Self: ::wskit::__private::Ordered);
    let member = |role: &str, bound: Option<&TokenStream>| {
        let role = Ident::new(role, name.span());
        // Where the name is, like impls without a condition, see `at_name`: this one names no other type.
        let header = quote_spanned!(name.span()=> impl ::wskit::__private::#role for #name);
        let body = quote_spanned!(name.span()=> { type Itself = Self; });
        quote!(#prefix #header #bound #body)
    };
    let items = is_scalar(item).then(|| {
        let (item, ordered) = (member("HashItem", None), member("OrdItem", Some(&ordered)));
        quote! { #prefix impl ::wskit::__private::Scalar for #name {} #item #ordered }
    });
    let keys = key(&item.body).map(|key| {
        let hashed = is_hashed(item).then(|| member("HashKey", None));
        let ordered = member("OrdKey", Some(&ordered));
        quote! {
            #prefix
            impl ::wskit::__private::Key for #name {
                fn key(&self) -> ::std::borrow::Cow<'_, str> {
                    #key
                }
            }
            #hashed
            #ordered
        }
    });
    quote! { #items #keys }
}

fn is_scalar(item: &Item) -> bool {
    let compared = is_hashed(item);
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

/// Whether values are compared and hashed as derived, which is as their JSON is equal.
fn is_hashed(item: &Item) -> bool {
    derives(item, "Eq") && derives(item, "Hash")
}

/// The text of a value, where every value is a text.
fn key(body: &Body) -> Option<TokenStream> {
    match body {
        Body::Refined(refined) if refined.field.text => {
            Some(quote!(::wskit::__private::Key::key(&self.value)))
        }
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
    let derives = &item.definition.derives;
    derives.iter().any(|path| path.segments.last().is_some_and(|last| last.ident == name))
}

/// Of a type that is not to be validated, whether it could be.
fn skipped(field: &Field) -> TokenStream {
    let (ty, conditions) = (&field.ty, conditions(&field.attributes));
    // A constant of its own, so that each is reported.
    quote_spanned! {ty.span()=> #(#conditions)* const _: () = {
        #[allow(unused_imports)]
        use ::wskit::__private::form::Unknown as _;
        ::wskit::__private::form::assert_unknown(::wskit::__private::form::Probe::<#ty>::VALIDATED);
    };}
}
