//! The arguments of `#[event]`, `#[rpc]`, `#[response]`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Lit, LitStr, Type};

use super::wire_type;
use crate::{
    diagnostics::{self, Errors},
    model::{Direction, Role},
    syntax::{
        args::{RawArg, first_span},
        item::{Marker, RawMarker},
    },
};

/// The arguments of a marker, those it does not have left empty.
#[derive(Default)]
struct Arguments {
    wire_type: Option<LitStr>,
    from: Option<Direction>,
    since: Option<String>,
    meta: Option<Type>,
    response: Option<Type>,
    progress: Option<Type>,
    error: Option<Type>,
}

/// What an item is in the protocol, and the version that brought it.
pub(super) fn role(marker: &RawMarker, input: &DeriveInput, errors: &mut Errors) -> (Role, Option<String>) {
    let before = errors.count();
    let arguments = arguments(marker, errors);
    let wire_type = || wire_type::default(&input.ident);
    let since = arguments.since.clone();
    let role = match marker.marker {
        Marker::Event => Role::Event {
            wire_type: arguments.wire_type.unwrap_or_else(wire_type),
            direction: arguments.from.unwrap_or(Direction::Both),
            meta: arguments.meta,
        },
        Marker::Rpc => {
            // A response with a mistake in it is not missing as well.
            if arguments.response.is_none() && errors.count() == before {
                errors.push(diagnostics::no_response(marker.span));
            }
            Role::Rpc {
                wire_type: arguments.wire_type.unwrap_or_else(wire_type),
                response: arguments.response.unwrap_or_else(unknown_response),
                progress: arguments.progress,
                error: arguments.error,
                meta: arguments.meta,
            }
        }
        Marker::Response => Role::Response { wire_type: arguments.wire_type.unwrap_or_else(wire_type) },
        Marker::Meta => Role::Meta,
        Marker::Data | Marker::Error | Marker::Topic => Role::Data,
    };
    if let Some(name) = role.wire_type() {
        wire_type::check(name, errors);
    }
    (role, since)
}

/// Stands in for a response that is not named, so that the rpc is one nevertheless.
fn unknown_response() -> Type {
    syn::parse_quote!(::wskit::__private::Unknown)
}

fn allowed(marker: Marker) -> &'static [&'static str] {
    match marker {
        Marker::Event => &["from", "since", "meta"],
        Marker::Rpc => &["response", "progress", "error", "meta", "since"],
        Marker::Response => &["since"],
        Marker::Data | Marker::Meta | Marker::Error | Marker::Topic => &[],
    }
}

fn example(marker: Marker) -> &'static str {
    match marker {
        Marker::Event => "\"CHAT_MESSAGE\", from = server, since = \"1.2\"",
        Marker::Rpc => "\"GET_USER\", response = User, error = GetUserError",
        Marker::Response => "\"USER\", since = \"1.2\"",
        Marker::Data | Marker::Meta | Marker::Error | Marker::Topic => "",
    }
}

/// Reports the arguments of a marker that takes none.
pub(super) fn no_arguments(marker: &RawMarker, errors: &mut Errors) {
    arguments(marker, errors);
}

fn arguments(marker: &RawMarker, errors: &mut Errors) -> Arguments {
    let mut read = Arguments::default();
    let mut seen = Vec::<String>::new();
    let mut like_rpc = false;
    for argument in &marker.args {
        if let Some(name) = argument.name() {
            // An event that is written like an rpc is one mistake, however many arguments of one it has.
            if is_of_rpc(marker.marker, name) && std::mem::replace(&mut like_rpc, true) {
                continue;
            }
            if seen.contains(&name.to_string()) {
                errors.push(diagnostics::repeated(&name.to_string(), name.span()));
                continue;
            }
            seen.push(name.to_string());
        }
        let result = one(marker.marker, argument, &mut read);
        errors.keep(result);
    }
    read
}

fn one(marker: Marker, argument: &RawArg, read: &mut Arguments) -> syn::Result<()> {
    match argument {
        RawArg::Literal(Lit::Str(name)) if wants_wire_type(marker) && read.wire_type.is_none() => {
            read.wire_type = Some(name.clone());
            Ok(())
        }
        RawArg::Literal(_) | RawArg::Junk(_) => {
            Err(diagnostics::argument_form(marker, argument.span(), example(marker)))
        }
        RawArg::Flag(name) | RawArg::Call(name, _) => {
            known(marker, name)?;
            Err(diagnostics::argument_value(name, value_example(name)))
        }
        RawArg::Assign(name, value) => {
            known(marker, name)?;
            assign(name, value, read)
        }
    }
}

fn wants_wire_type(marker: Marker) -> bool {
    matches!(marker, Marker::Event | Marker::Rpc | Marker::Response)
}

fn known(marker: Marker, name: &Ident) -> syn::Result<()> {
    let allowed = allowed(marker);
    if allowed.iter().any(|known| name == known) {
        return Ok(());
    }
    if is_of_rpc(marker, name) {
        return Err(diagnostics::event_like_rpc(name));
    }
    Err(diagnostics::unknown_argument(marker, name, allowed))
}

/// Whether an event has an argument that only an rpc has.
fn is_of_rpc(marker: Marker, name: &Ident) -> bool {
    marker == Marker::Event && ["response", "progress", "error"].iter().any(|word| name == word)
}

fn value_example(name: &Ident) -> &'static str {
    match name.to_string().as_str() {
        "from" => "client",
        "since" => "\"1.2\"",
        _ => "TypeName",
    }
}

fn assign(name: &Ident, value: &TokenStream, read: &mut Arguments) -> syn::Result<()> {
    if value.is_empty() {
        return Err(diagnostics::argument_value(name, value_example(name)));
    }
    match name.to_string().as_str() {
        "from" => read.from = Some(direction(value)?),
        "since" => read.since = Some(parse::<LitStr>(name, value)?.value()),
        "meta" => read.meta = Some(parse(name, value)?),
        "response" => read.response = Some(parse(name, value)?),
        "progress" => read.progress = Some(parse(name, value)?),
        _ => read.error = Some(parse(name, value)?),
    }
    Ok(())
}

fn parse<T: syn::parse::Parse>(name: &Ident, value: &TokenStream) -> syn::Result<T> {
    syn::parse2(value.clone())
        .map_err(|_| diagnostics::wrong_value(name, first_span(value), value_example(name)))
}

fn direction(value: &TokenStream) -> syn::Result<Direction> {
    match value.to_string().as_str() {
        "client" => Ok(Direction::Client),
        "server" => Ok(Direction::Server),
        "client | server" | "server | client" => Ok(Direction::Both),
        other => Err(diagnostics::direction(first_span(&quote!(#value)), other)),
    }
}
