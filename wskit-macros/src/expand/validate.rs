//! `Validate`: every field, under its name on the wire.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Generics, Ident, Index, WherePredicate, parse_quote};

use super::{definition::conditions, form, inspect, prefix};
use crate::model::{Body, Enumeration, Field, Item, Place, Tagging, Variant};

pub(super) fn expand(item: &Item) -> TokenStream {
    let statements = match &item.body {
        Body::Refined(refined) => check(&refined.field, &quote!(&self.value), &quote!(at)),
        Body::Unit => TokenStream::new(),
        Body::Record(fields) | Body::Tuple(fields) => of_struct(fields),
        Body::Enum(enumeration) => of_enum(enumeration),
    };
    let inspect = inspect::expand(item);
    let generics =
        bounded(&item.definition.generics, |name| parse_quote!(#name: ::wskit::__private::Validate));
    let optional = form::optional(&item.body);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    quote! {
        #prefix
        impl #impl_generics ::wskit::__private::Validate for #name #ty_generics #where_clause {
            type Itself = Self;
            type Wire = Self;
            #optional

            #[inline]
            #[allow(unused_variables)]
            fn validate(&self, at: ::wskit::__private::At<'_>, issues: &mut ::wskit::__private::Issues) {
                #statements
            }

            #inspect
        }
    }
}

/// The generics with a bound on each type parameter.
pub(super) fn bounded(generics: &Generics, bound: impl Fn(&Ident) -> WherePredicate) -> Generics {
    let bounds: Vec<_> = generics.type_params().map(|param| bound(&param.ident)).collect();
    let mut generics = generics.clone();
    if !bounds.is_empty() {
        generics.make_where_clause().predicates.extend(bounds);
    }
    generics
}

fn of_struct(fields: &[Field]) -> TokenStream {
    fields
        .iter()
        .enumerate()
        .map(|(index, each)| {
            let member = member(index, each);
            checks(each, &quote!(&self.#member), &quote!(at))
        })
        .collect()
}

fn member(index: usize, field: &Field) -> TokenStream {
    if let Some(name) = &field.name {
        return quote!(#name);
    }
    let index = Index::from(index);
    quote!(#index)
}

fn of_enum(enumeration: &Enumeration) -> TokenStream {
    if enumeration.tagging == Tagging::Strings {
        return TokenStream::new();
    }
    if enumeration.variants.is_empty() {
        return quote!(match *self {});
    }
    let around = match &enumeration.tagging {
        Tagging::Adjacent(_, content) => quote!(at.key(#content)),
        Tagging::Internal(_) | Tagging::Untagged | Tagging::Strings => quote!(at),
    };
    let arms = enumeration.variants.iter().map(|variant| {
        let Variant { attributes, name, fields, .. } = variant;
        arm(attributes, name, fields, &around)
    });
    quote!(match self { #(#arms)* })
}

/// The arm that checks the fields of one variant, which stand in `around`.
pub(super) fn arm(
    attributes: &[Attribute],
    name: &Ident,
    fields: &[Field],
    around: &TokenStream,
) -> TokenStream {
    let (mut bindings, mut statements) = (Vec::new(), Vec::new());
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| is_checked(field)) {
        let (member, binding) = (member(index, field), format_ident!("field_{index}"));
        let conditions = conditions(&field.attributes);
        bindings.push(quote!(#(#conditions)* #member: #binding,));
        statements.push(checks(field, &quote!(#binding), around));
    }
    let conditions = conditions(attributes);
    quote! { #(#conditions)* Self::#name { #(#bindings)* .. } => { #(#statements)* } }
}

/// Whether there is anything to check of a field.
pub(super) fn is_checked(field: &Field) -> bool {
    !field.rules.is_empty() || (field.nested && !field.free)
}

/// The checks of one field: its constraints, then the value's own.
pub(super) fn checks(field: &Field, target: &TokenStream, around: &TokenStream) -> TokenStream {
    let at = match &field.place {
        Place::Key(key) => quote!(#around.key(#key)),
        Place::Index(index) => quote!(#around.index(#index)),
        Place::Same => around.clone(),
    };
    let check = check(field, target, &at);
    let conditions = conditions(&field.attributes);
    if conditions.is_empty() {
        check
    } else {
        quote! { #(#conditions)* { #check } }
    }
}

/// The statement that checks a value: by the field's own function where it has rules.
pub(super) fn check(field: &Field, target: &TokenStream, at: &TokenStream) -> TokenStream {
    if !field.rules.is_empty() {
        let function = &field.check_function;
        return quote!(Self::#function(#target, #at, issues););
    }
    if is_checked(field) { nested(field, target, at) } else { TokenStream::new() }
}

pub(super) fn nested(field: &Field, target: &TokenStream, at: &TokenStream) -> TokenStream {
    let ty = form::spelled(field);
    quote!(<#ty as ::wskit::__private::Validate>::validate(#target, #at, issues);)
}
