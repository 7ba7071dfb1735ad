//! From what is declared to Rust code. Nothing here fails; everything is named from `::wskit::__private`.

mod definition;
mod deprecated;
mod describe;
mod error_set;
mod fallback;
mod form;
mod inspect;
mod message;
mod objects;
mod protocol;
mod refined;
mod rules;
mod standard;
mod strings;
mod topic;
mod topic_value;
mod validate;
mod variants;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

pub(crate) use fallback::{stub, stub_of_name};
pub(crate) use protocol::protocol;

use crate::model::{Body, Declared, Definition, Item, Tagging};

/// Everything that is generated for one item.
pub(crate) fn declared(declared: &Declared) -> TokenStream {
    match declared {
        Declared::Item(item) => at_name(expand_item(item), &item.definition.name),
        Declared::Errors(set) => at_name(error_set::expand(set), &set.definition.name),
        Declared::Topic(topic) => topic::expand(topic),
    }
}

/// Puts the impls of an item where its name is: what the compiler says of one would else underline the whole macro.
///
/// Only those of traits, and of these not those with conditions, in which it would warn of types that are more private than
/// the item. The parameters of an impl are in no place of the user's code: about an unknown name, the compiler would say there
/// that it may be a missing parameter, and so report the name once more.
fn at_name(tokens: TokenStream, name: &Ident) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident == word);
    let is_body =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let starts: Vec<usize> = (0..tokens.len()).rev().filter(|index| is(&tokens[*index], "impl")).collect();
    for start in starts {
        let Some(length) = tokens[start..].iter().position(is_body) else { continue };
        let has = |word| tokens[start..start + length].iter().any(|token| is(token, word));
        if !has("for") || has("where") {
            continue;
        }
        tokens[start].set_span(name.span());
        tokens[start + length].set_span(name.span());
        if !matches!(&tokens[start + 1], TokenTree::Punct(punct) if punct.as_char() == '<') {
            let rest = tokens.split_off(start + 1);
            tokens.extend(quote!(<>).into_iter().chain(rest));
        }
    }
    tokens.into_iter().collect()
}

fn expand_item(item: &Item) -> TokenStream {
    let definition = definition::item(item);
    let building = match &item.body {
        Body::Refined(newtype) => refined::expand(&item.definition, newtype),
        Body::Tuple(fields) if fields.len() == 1 => refined::from_inner(&item.definition, &fields[0]),
        Body::Enum(enumeration) if enumeration.tagging == Tagging::Strings => {
            strings::expand(&item.definition, enumeration)
        }
        Body::Enum(enumeration)
            if matches!(enumeration.tagging, Tagging::Untagged | Tagging::Adjacent(..)) =>
        {
            variants::expand(&item.definition, enumeration)
        }
        _ => TokenStream::new(),
    };
    let rules = rules::functions(item);
    let validate = validate::expand(item);
    let objects = objects::expand(item);
    let named = form::assert_named(item);
    let comparable = form::comparable(item);
    let in_topics = topic_value::expand(item);
    let message = message::expand(item);
    let describe = describe::expand(item);
    quote! { #definition #building #rules #validate #objects #named #comparable #in_topics #message #describe }
}

/// What stands in front of every generated item: the user's conditions, and quiet where the user's item is deprecated and
/// where clippy takes for the user's what stands at the name.
fn prefix(definition: &Definition) -> TokenStream {
    let conditions = &definition.conditions;
    quote! {
        #(#conditions)*
        #[automatically_derived]
        #[allow(deprecated, clippy::missing_trait_methods)]
    }
}

/// A value that is there or not, as an expression.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}
