//! Constraints: the check and the schema keyword, written from one expression.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse_quote;

use super::{
    definition::conditions,
    option, prefix,
    validate::{bounded, nested},
};
use crate::model::{Constraint, Field, Item, Lengths, Rule};

/// The statement that applies a constraint to `apply`, of which there is one in the function and one in each closure.
///
/// Everything has the place of the keyword, so that an error about the type underlines the keyword alone; names are still
/// looked up where the macro is called.
fn statement(rule: &Rule) -> TokenStream {
    let span = rule.span().resolved_at(Span::call_site());
    let apply = quote_spanned!(span=> &mut *apply);
    match &rule.constraint {
        Constraint::Inner(rules) => {
            let statements = rules.iter().map(statement);
            quote_spanned!(span=> ::wskit::__private::rules::inner(#apply, |apply| { #(#statements)* });)
        }
        Constraint::Custom { path, optional } => {
            let name = path.to_token_stream().to_string().replace(' ', "");
            let apply_to = Ident::new(if *optional { "apply_to_some" } else { "apply" }, span);
            quote_spanned!(span=> (::wskit::__private::rules::Custom { path: #name }).#apply_to(#apply, #path);)
        }
        constraint => {
            let value = value(constraint, span);
            quote_spanned!(span=> (#value).apply(#apply);)
        }
    }
}

/// The value of a constraint.
fn value(constraint: &Constraint, span: Span) -> TokenStream {
    match constraint {
        Constraint::Length(lengths) => length(lengths, span),
        Constraint::Items(lengths) => {
            let length = length(lengths, span);
            quote_spanned!(span=> ::wskit::__private::rules::Items(#length))
        }
        Constraint::Range(limits) => {
            let (min, max) = (option(limits.min.as_ref()), option(limits.max.as_ref()));
            let exclusive_min = option(limits.exclusive_min.as_ref());
            let exclusive_max = option(limits.exclusive_max.as_ref());
            quote_spanned! {span=> ::wskit::__private::rules::Range {
                min: #min,
                max: #max,
                exclusive_min: #exclusive_min,
                exclusive_max: #exclusive_max,
            }}
        }
        Constraint::Pattern(source) => quote_spanned! {span=> {
            static PATTERN: ::wskit::__private::rules::Pattern = ::wskit::__private::rules::Pattern::new(
                #source,
                || ::wskit::__private::rules::Pattern::compile(#source),
            );
            &PATTERN
        }},
        Constraint::Format(name) => {
            let name = Ident::new(name, span);
            quote_spanned!(span=> ::wskit::__private::rules::#name)
        }
        Constraint::Fragment(variant, part) => {
            let variant = Ident::new(variant, span);
            quote_spanned!(span=> ::wskit::__private::rules::Fragment::#variant(#part))
        }
        Constraint::Unique => quote_spanned!(span=> ::wskit::__private::rules::Unique),
        // These are statements of their own.
        Constraint::Inner(_) | Constraint::Custom { .. } => TokenStream::new(),
    }
}

fn length(lengths: &Lengths, span: Span) -> TokenStream {
    let (min, max) = (option(lengths.min.as_ref()), option(lengths.max.as_ref()));
    quote_spanned!(span=> ::wskit::__private::rules::Length { min: #min, max: #max })
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
    let generics =
        bounded(&item.definition.generics, |name| parse_quote!(#name: ::wskit::__private::Validate));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
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
    let (check, statements) = (&field.check_function, field.rules.iter().map(statement));
    let nested = (field.nested && !field.free).then(|| nested(field, &quote!(value), &quote!(at)));
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[inline]
        fn #name(apply: &mut ::wskit::__private::rules::Apply<'_, #ty>) {
            #(#statements)*
        }

        #(#conditions)*
        #[doc(hidden)]
        #[inline]
        fn #check(value: &#ty, at: ::wskit::__private::At<'_>, issues: &mut ::wskit::__private::Issues) {
            Self::#name(&mut ::wskit::__private::rules::Apply::Check { value, at, issues: &mut *issues });
            #nested
        }
    }
}

/// The attribute that states a field's constraints in its schema; `owner` is the type that has them.
pub(super) fn transform(field: &Field, owner: &TokenStream) -> TokenStream {
    if field.rules.is_empty() {
        return TokenStream::new();
    }
    let name = &field.rules_function;
    quote! {
        #[schemars(transform = |schema: &mut ::wskit::__private::schemars::Schema| {
            #owner::#name(&mut ::wskit::__private::rules::Apply::Describe(schema));
        })]
    }
}
