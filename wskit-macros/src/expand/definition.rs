//! The item itself, with the attributes that serde, schemars and ts-rs read.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Attribute, GenericParam, Generics, Ident};

use super::{deprecated, form, rules, standard};
use crate::{
    model::{Body, Definition, Enumeration, Field, Item, Optional, Place, Shape, Strict, Tagging, Variant},
    syntax::args,
};

/// How an item is written down: itself, or a copy of it that only describes it.
pub(super) struct Written<'a> {
    pub(super) name: &'a Ident,
    pub(super) derives: TokenStream,
    /// What serde is to take it for.
    pub(super) remote: Option<String>,
    /// The type that has the hidden functions with the constraints.
    pub(super) owner: TokenStream,
}

pub(super) fn item(item: &Item) -> TokenStream {
    let stand_ins = stand_ins(item);
    let is_deprecated = item.about.deprecated.is_some();
    let schema = format_ident!("{}", if is_deprecated { "NoSchema" } else { "JsonSchema" });
    let standard::Traits { derives, impls } = standard::of_item(item);
    let deserialize = (!reads_itself(&item.body)).then(|| quote!(::wskit::__private::serde::Deserialize,));
    let itself = written(
        item,
        &Written {
            name: &item.definition.name,
            derives: quote! {
                #[derive(
                    ::wskit::__private::serde::Serialize,
                    #deserialize
                    ::wskit::__private::#schema,
                    ::wskit::__private::TS
                )]
                #[derive(#(#derives),*)]
            },
            remote: item.body.is_guarded().then(|| "Self".to_owned()),
            owner: quote!(Self),
        },
    );
    let described = is_deprecated.then(|| deprecated::describe(item));
    quote! { #stand_ins #itself #impls #described }
}

pub(super) fn written(item: &Item, written: &Written<'_>) -> TokenStream {
    let (definition, body, owner) = (&item.definition, &item.body, &written.owner);
    let (head, name) = (head(item, written), written.name);
    let Definition { attributes, visibility, keyword, generics, .. } = definition;
    let where_clause = &generics.where_clause;
    let generics = parameters(generics);
    // The last token has a place in the user's code, so that what is said of the item underlines the item and not the
    // whole macro.
    let end = quote_spanned!(name.span()=> ;);
    let written = quote!(#head #(#attributes)* #visibility #keyword #name #generics);
    match body {
        Body::Unit => quote!(#written #where_clause #end),
        Body::Record(fields) => {
            let fields = fields.iter().map(|each| field_of(each, item.camel, owner));
            let fields = grouped(Delimiter::Brace, quote!(#(#fields,)*), name.span());
            quote!(#written #where_clause #fields)
        }
        Body::Tuple(fields) => {
            let fields = fields.iter().map(|each| field_of(each, false, owner));
            quote!(#written (#(#fields),*) #where_clause #end)
        }
        Body::Refined(refined) => {
            let field = self::refined(item, &refined.field, owner);
            quote!(#written #where_clause #field)
        }
        Body::Enum(Enumeration { variants, tagging, .. }) => {
            let variants = variants.iter().map(|each| variant(each, tagging, owner));
            let variants = grouped(Delimiter::Brace, quote!(#(#variants,)*), name.span());
            quote!(#written #where_clause #variants)
        }
    }
}

fn stand_ins(item: &Item) -> TokenStream {
    let conditions = &item.definition.conditions;
    match &item.body {
        Body::Enum(Enumeration { variants, .. }) => {
            let of_variant = |variant: &Variant| {
                let own = self::conditions(&variant.attributes);
                form::stand_ins(&quote!(#(#conditions)* #(#own)*), &variant.fields)
            };
            variants.iter().map(of_variant).collect()
        }
        body => form::stand_ins(&quote!(#(#conditions)*), body.fields()),
    }
}

/// The parameters of an item, with the end of their list in no place of the user's code: about an unknown name in a field,
/// the compiler would say there that it may be a missing parameter, and so report the name once more.
fn parameters(generics: &Generics) -> TokenStream {
    let mut generics = generics.clone();
    match generics.params.last_mut() {
        None => return quote!(<>),
        Some(GenericParam::Type(last)) => {
            last.ident.set_span(last.ident.span().resolved_at(Span::call_site()));
        }
        Some(_) => {}
    }
    quote!(#generics)
}

/// Derives, and what they need to know.
fn head(item: &Item, Written { derives, remote, .. }: &Written<'_>) -> TokenStream {
    let remote = remote.as_ref().map(|name| quote!(, remote = #name));
    let strict = (item.definition.strict == Strict::Add).then(|| quote!(, deny_unknown_fields));
    let bound = form::bound(&item.definition.generics);
    let camel = item.camel.then(|| quote!(, rename_all = "camelCase"));
    let tag = matches!(&item.body, Body::Enum(Enumeration { default_tag: true, .. }))
        .then(|| quote!(, tag = "kind"));
    let transparent = match &item.body {
        Body::Refined(refined) => transparent(item, &refined.field),
        _ => TokenStream::new(),
    };
    quote! {
        #derives
        #[serde(crate = "::wskit::__private::serde" #remote #camel #tag #strict)]
        #[schemars(crate = "::wskit::__private::schemars" #bound)]
        #[ts(crate = "::wskit::__private::ts_rs")]
        #transparent
    }
}

/// A newtype with constraints can refuse a value; an enum of strings takes nothing but a string, where serde's own
/// would also take `{"name": null}`; the other enums are read variant by variant, but for those with a tag among the
/// fields.
fn reads_itself(body: &Body) -> bool {
    match body {
        Body::Refined(_) => true,
        Body::Enum(enumeration) => {
            matches!(enumeration.tagging, Tagging::Strings | Tagging::Untagged | Tagging::Adjacent(..))
        }
        Body::Unit | Body::Record(_) | Body::Tuple(_) => false,
    }
}

pub(super) fn field(field: &Field) -> TokenStream {
    field_of(field, false, &quote!(Self))
}

/// A field, the name of which is settled by the container or not.
fn field_of(field: &Field, camel: bool, owner: &TokenStream) -> TokenStream {
    let (visibility, name) = (&field.visibility, &field.name);
    let colon = name.is_some().then(|| quote!(:));
    let attributes = attributes_of(field, field.attributes.iter(), camel, owner);
    let (typescript, ty) = (form::typescript(field), &field.ty);
    quote! { #attributes #typescript #visibility #name #colon #ty }
}

/// All attributes of a field but what it is in TypeScript.
fn attributes_of<'a>(
    field: &'a Field,
    written: impl Iterator<Item = &'a Attribute>,
    camel: bool,
    owner: &TokenStream,
) -> TokenStream {
    let rename = if camel { rename_in_camel(field) } else { rename(field) };
    let (serde, typescript) = (options(field), optional_in_typescript(field.optional));
    let transform = rules::transform(field, owner);
    let form = form::described(field);
    let aliases = form::aliases(field);
    // An absent `Option` is no default to write down; schemars knows it by the type.
    let default = field.optional.default.then(|| quote!(#[schemars(!default)]));
    let deprecated =
        field.deprecated.as_ref().map(|note| quote!(#[schemars(extend("x-wskit-deprecated" = #note))]));
    quote! {
        #(#written)* #rename #deprecated #serde #default #typescript #form #transform #aliases
    }
}

/// The one field of a newtype with constraints. It has a name, because the function of a tuple struct's name is taken: by
/// one that says how a value is built.
fn refined(item: &Item, field: &Field, owner: &TokenStream) -> TokenStream {
    let written = field.attributes.iter().filter(|attribute| !attribute.path().is_ident("ts"));
    let (attributes, Field { name, ty, .. }) = (attributes_of(field, written, false, owner), field);
    grouped(Delimiter::Brace, quote!(#attributes #name: #ty), item.definition.name.span())
}

/// Says that a newtype is what its one field is.
fn transparent(item: &Item, field: &Field) -> TokenStream {
    let said = item.definition.attributes.iter().any(|attribute| {
        attribute.path().is_ident("serde")
            && args::of_attribute(attribute)
                .iter()
                .any(|argument| argument.name().is_some_and(|name| name == "transparent"))
    });
    let serde = (!said).then(|| quote!(#[serde(transparent)]));
    let typescript = form::transparent(field);
    quote!(#serde #typescript)
}

/// A field's name and option for serde alone.
pub(super) fn serde_names(field: &Field) -> TokenStream {
    let (rename, options) = (rename(field), options(field));
    quote! { #rename #options }
}

fn rename(field: &Field) -> TokenStream {
    field.rename.as_ref().map(|name| quote!(#[serde(rename = #name)])).unwrap_or_default()
}

/// Of a name that tools may spell differently, the spelling; none where the user has written one.
fn rename_in_camel(field: &Field) -> TokenStream {
    match (&field.rename, &field.name, &field.place) {
        _ if field.is_simply_named() => TokenStream::new(),
        (None, Some(_), Place::Key(key)) if !is_renamed(field) => quote!(#[serde(rename = #key)]),
        _ => rename(field),
    }
}

fn is_renamed(field: &Field) -> bool {
    let serde = field.attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.into_iter().any(|attribute| attribute.meta.to_token_stream().to_string().contains("rename"))
}

fn options(field: &Field) -> TokenStream {
    let default =
        field.optional.default.then(|| quote!(#[serde(default = "::core::option::Option::default")]));
    let omit = field
        .optional
        .omit
        .then(|| quote!(#[serde(skip_serializing_if = "::core::option::Option::is_none")]));
    let form = form::functions(field);
    quote! { #default #omit #form }
}

fn optional_in_typescript(optional: Optional) -> TokenStream {
    if optional.typescript { quote!(#[ts(optional = nullable)]) } else { TokenStream::new() }
}

fn variant(variant: &Variant, tagging: &Tagging, owner: &TokenStream) -> TokenStream {
    let Variant { attributes, name, rename, discriminant, shape, fields, reads, .. } = variant;
    let rename = rename.as_ref().map(|name| quote!(#[serde(rename = #name)]));
    let fields = fields.iter().map(|each| field_of(each, false, owner));
    let fields = match shape {
        Shape::Unit => TokenStream::new(),
        Shape::Named => grouped(Delimiter::Brace, quote!(#(#fields,)*), name.span()),
        Shape::Tuple => grouped(Delimiter::Parenthesis, quote!(#(#fields),*), name.span()),
    };
    let discriminant = discriminant.as_ref().map(|value| quote!(= #value));
    // Beside a tag, serde itself lets a variant without fields pass with any keys.
    let unit = matches!(tagging, Tagging::Internal(_)) && *shape == Shape::Unit;
    let strict = (unit && reads.is_some())
        .then(|| quote!(#[serde(deserialize_with = "::wskit::__private::no_fields")]));
    quote! { #(#attributes)* #rename #strict #name #fields #discriminant }
}

/// Brackets with a place in the user's code, so that what is said of an item or variant underlines it.
pub(super) fn grouped(delimiter: Delimiter, tokens: TokenStream, span: Span) -> TokenStream {
    let mut group = Group::new(delimiter, tokens);
    group.set_span(span);
    TokenTree::from(group).into()
}

/// `#[cfg]` of a field or variant: what is generated for it exists under the same conditions.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}
