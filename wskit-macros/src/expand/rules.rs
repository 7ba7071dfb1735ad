//! Constraints: the check and the schema keyword, written from one expression.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::{Field, Rule};

/// The value of a constraint.
fn value(rule: &Rule) -> TokenStream {
    let option = |bound: Option<TokenStream>| match bound {
        Some(bound) => quote!(::core::option::Option::Some(#bound)),
        None => quote!(::core::option::Option::None),
    };
    let span = rule.span();
    match rule {
        Rule::Length { min, max, .. } => {
            let (min, max) =
                (option(min.as_ref().map(|min| quote!(#min))), option(max.as_ref().map(|max| quote!(#max))));
            quote_spanned!(span=> ::wskit::__private::rules::Length { min: #min, max: #max })
        }
        Rule::Range { min, max, .. } => {
            let (min, max) = (option(min.clone()), option(max.clone()));
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

/// The statement that checks a value.
pub(super) fn check(rule: &Rule, target: &TokenStream, at: &TokenStream) -> TokenStream {
    let value = value(rule);
    quote_spanned!(rule.span()=> (#value).check(#target, #at, issues);)
}

/// The attribute that states a field's constraints in its schema.
pub(super) fn transform(field: &Field) -> TokenStream {
    if field.rules.is_empty() {
        return TokenStream::new();
    }
    let ty = &field.ty;
    let statements = field.rules.iter().map(|rule| {
        let value = value(rule);
        quote_spanned!(rule.span()=> (#value).describe::<#ty>(schema);)
    });
    quote! {
        #[schemars(transform = |schema: &mut ::wskit::__private::schemars::Schema| { #(#statements)* })]
    }
}
