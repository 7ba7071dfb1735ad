//! Constraints: the check and the schema keyword, written from one expression.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{definition::conditions, option, prefix};
use crate::model::{Field, Item, Rule};

/// The value of a constraint.
fn value(rule: &Rule) -> TokenStream {
    let span = rule.span();
    match rule {
        Rule::Length { min, max, .. } => {
            let (min, max) = (option(min.as_ref()), option(max.as_ref()));
            quote_spanned!(span=> ::wskit::__private::rules::Length { min: #min, max: #max })
        }
        Rule::Range { min, max, .. } => {
            let (min, max) = (option(min.as_ref()), option(max.as_ref()));
            quote_spanned!(span=> ::wskit::__private::rules::Range { min: #min, max: #max })
        }
        Rule::Pattern { source, .. } => quote_spanned! {span=> {
            static PATTERN: ::wskit::__private::rules::Pattern = ::wskit::__private::rules::Pattern::new(
                #source,
                || ::wskit::__private::rules::Pattern::compile(#source),
            );
            &PATTERN
        }},
        Rule::Email { .. } => quote_spanned!(span=> ::wskit::__private::rules::Email),
    }
}

/// The hidden functions, one a field with constraints. Each is called to check a value and to describe it, so that the
/// two cannot drift apart and a constraint that does not fit its type is one compiler error.
pub(super) fn functions(item: &Item) -> TokenStream {
    let fields: Vec<_> = item.body.fields().into_iter().filter(|field| !field.rules.is_empty()).collect();
    if fields.is_empty() {
        return TokenStream::new();
    }
    let functions = fields.into_iter().map(function);
    let (prefix, name) = (prefix(&item.definition), &item.definition.name);
    let (impl_generics, ty_generics, where_clause) = item.definition.generics.split_for_impl();
    quote! {
        #prefix
        #[allow(non_snake_case)]
        impl #impl_generics #name #ty_generics #where_clause {
            #(#functions)*
        }
    }
}

fn function(field: &Field) -> TokenStream {
    let (name, ty, conditions) = (&field.rules_function, &field.ty, conditions(&field.attributes));
    let statements = field.rules.iter().map(|rule| {
        let value = value(rule);
        quote_spanned!(rule.span()=> (#value).apply(&mut apply);)
    });
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[inline]
        fn #name(mut apply: ::wskit::__private::rules::Apply<'_, #ty>) {
            #(#statements)*
        }
    }
}

/// The statement that checks a value.
pub(super) fn check(field: &Field, target: &TokenStream, at: &TokenStream) -> TokenStream {
    if field.rules.is_empty() {
        return TokenStream::new();
    }
    let name = &field.rules_function;
    quote! {
        Self::#name(::wskit::__private::rules::Apply::Check { value: #target, at: #at, issues: &mut *issues });
    }
}

/// The attribute that states a field's constraints in its schema.
pub(super) fn transform(field: &Field) -> TokenStream {
    if field.rules.is_empty() {
        return TokenStream::new();
    }
    let name = &field.rules_function;
    quote! {
        #[schemars(transform = |schema: &mut ::wskit::__private::schemars::Schema| {
            Self::#name(::wskit::__private::rules::Apply::Describe(schema));
        })]
    }
}
