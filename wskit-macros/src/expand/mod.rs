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

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

pub(crate) use fallback::{stub, stub_of_name};
pub(crate) use protocol::protocol;

use crate::model::{Body, Declared, Definition, Item, Tagging};

/// Everything that is generated for one item.
pub(crate) fn declared(declared: &Declared) -> TokenStream {
    match declared {
        Declared::Item(item) => expand_item(item),
        Declared::Errors(set) => error_set::expand(set),
        Declared::Topic(topic) => topic::expand(topic),
    }
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

/// What stands in front of every generated item: the user's conditions, and quiet where the user's item is deprecated.
fn prefix(definition: &Definition) -> TokenStream {
    let conditions = &definition.conditions;
    quote! {
        #(#conditions)*
        #[automatically_derived]
        #[allow(deprecated)]
    }
}

/// A value that is there or not, as an expression.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}
