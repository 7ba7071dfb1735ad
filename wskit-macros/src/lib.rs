//! The macros of wskit. Use them through the `wskit` crate.
//!
//! Each runs in three stages: `syntax` reads what was written, `check` says what was declared and reports every
//! mistake, `expand` writes the code.

mod case;
mod check;
mod diagnostics;
mod expand;
mod model;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;

use crate::{
    diagnostics::Errors,
    model::Declared,
    syntax::{
        item::{self, Marker, RawEntry},
        protocol::RawProtocol,
    },
};

/// Declares messages and the types they use: a list of structs and enums, each with one marker attribute.
#[proc_macro]
pub fn message(input: TokenStream) -> TokenStream {
    expand_list(input.into()).into()
}

/// Names a list of events, rpcs and topics: `protocol!(pub Chat { version = "1.0.0"; JoinRoom, ChatMessage })`.
#[proc_macro]
pub fn protocol(input: TokenStream) -> TokenStream {
    expand_protocol(input.into()).into()
}

/// A message that expects no answer.
#[proc_macro_attribute]
pub fn event(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_attribute(Marker::Event, arguments.into(), item.into()).into()
}

/// A request that is answered exactly once.
#[proc_macro_attribute]
pub fn rpc(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_attribute(Marker::Rpc, arguments.into(), item.into()).into()
}

/// What answers an rpc.
#[proc_macro_attribute]
pub fn response(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_attribute(Marker::Response, arguments.into(), item.into()).into()
}

/// A type that messages use.
#[proc_macro_attribute]
pub fn data(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_attribute(Marker::Data, arguments.into(), item.into()).into()
}

/// Keys that a message adds to `meta`.
#[proc_macro_attribute]
pub fn meta(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_attribute(Marker::Meta, arguments.into(), item.into()).into()
}

/// The errors an rpc declares.
#[proc_macro_attribute]
pub fn error(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_attribute(Marker::Error, arguments.into(), item.into()).into()
}

/// A topic, and the events it carries.
#[proc_macro_attribute]
pub fn topic(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_attribute(Marker::Topic, arguments.into(), item.into()).into()
}

/// Stands in for `JsonSchema` and `TS` when the feature `schema` is off: takes their attributes and writes nothing.
#[proc_macro_derive(NoSchema, attributes(schemars, ts))]
pub fn no_schema(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

fn expand_list(input: Tokens) -> Tokens {
    let mut errors = Errors::default();
    let entries = item::parse_list(input, &mut errors);
    expand_entries(entries, errors)
}

fn expand_attribute(marker: Marker, arguments: Tokens, item: Tokens) -> Tokens {
    let mut errors = Errors::default();
    let entry = item::parse_attributed(marker, arguments, item, &mut errors);
    expand_entries(vec![entry], errors)
}

/// Each entry on its own, then what concerns all of them; errors come last, beside whatever could be emitted.
fn expand_entries(entries: Vec<RawEntry>, mut errors: Errors) -> Tokens {
    let (mut declared, mut out) = (Vec::<Declared>::new(), Tokens::new());
    let names: Vec<_> = entries.iter().filter_map(RawEntry::name).cloned().collect();
    for entry in entries {
        match entry {
            RawEntry::Broken(markers, name) => {
                let marker = markers.first().map(|marker| marker.marker);
                out.extend(name.map(|name| expand::stub_of_name(&name, marker)));
            }
            RawEntry::Item(raw) => {
                let (input, marker) = (raw.input.clone(), raw.markers.first().map(|marker| marker.marker));
                match check::item(*raw, &names, &mut errors) {
                    Some(item) => declared.push(item),
                    None => out.extend(expand::stub(input, marker)),
                }
            }
        }
    }
    check::unique_wire_types(&declared, &mut errors);
    check::unique_topics(&declared, &mut errors);
    out.extend(declared.iter().map(expand::declared));
    out.extend(errors.into_tokens());
    out
}

fn expand_protocol(input: Tokens) -> Tokens {
    match syn::parse2::<RawProtocol>(input) {
        Ok(protocol) => expand::protocol(&protocol),
        Err(error) => error.to_compile_error(),
    }
}
