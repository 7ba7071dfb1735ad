//! The arguments of `#[topic]`.

use proc_macro2::{Group, Span};
use quote::ToTokens;
use syn::{Lit, LitStr, Path};

use crate::{
    diagnostics::{self, Errors},
    syntax::{
        args::{self, RawArg, first_span},
        item::{Marker, RawMarker},
    },
};

const EXAMPLE: &str = "\"room:{room_id}\", carries(ChatMessage)";

/// The arguments of `#[topic]`, those it does not have left empty.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) text: Option<LitStr>,
    pub(super) carries: Vec<Path>,
    pub(super) since: Option<String>,
}

pub(super) fn read(marker: &RawMarker, errors: &mut Errors) -> Arguments {
    let before = errors.count();
    let (mut read, mut seen) = (Arguments::default(), Vec::<String>::new());
    for argument in &marker.args {
        if let Some(name) = argument.name() {
            if seen.contains(&name.to_string()) {
                errors.push(diagnostics::repeated(&name.to_string(), name.span()));
                continue;
            }
            seen.push(name.to_string());
        }
        one(argument, &mut read, errors);
    }
    // What has a mistake in it is not missing as well.
    if errors.count() == before {
        missing(&read, marker.span, errors);
    }
    read
}

fn missing(read: &Arguments, span: Span, errors: &mut Errors) {
    if read.text.is_none() {
        errors.push(diagnostics::no_topic_text(span));
    } else if read.carries.is_empty() {
        errors.push(diagnostics::no_carries(span));
    }
}

fn one(argument: &RawArg, read: &mut Arguments, errors: &mut Errors) {
    match argument {
        RawArg::Literal(Lit::Str(text)) if read.text.is_none() => read.text = Some(text.clone()),
        RawArg::Literal(_) | RawArg::Junk(_) => {
            errors.push(diagnostics::argument_form(Marker::Topic, argument.span(), EXAMPLE));
        }
        RawArg::Call(name, events) if name == "carries" => carries(events, read, errors),
        RawArg::Flag(name) | RawArg::Assign(name, _) if name == "carries" => {
            errors.push(diagnostics::carries_form(name.span()));
        }
        RawArg::Assign(name, value) if name == "since" => match syn::parse2::<LitStr>(value.clone()) {
            Ok(since) => read.since = Some(since.value()),
            Err(_) => errors.push(diagnostics::wrong_value(name, first_span(value), "\"1.2\"")),
        },
        RawArg::Flag(name) | RawArg::Call(name, _) if name == "since" => {
            errors.push(diagnostics::argument_value(name, "\"1.2\""));
        }
        RawArg::Flag(name) if read.text.is_none() => errors.push(diagnostics::topic_text_form(name)),
        RawArg::Flag(name) | RawArg::Call(name, _) | RawArg::Assign(name, _) => {
            errors.push(diagnostics::unknown_argument(Marker::Topic, name, &["carries", "since"]));
        }
    }
}

fn carries(events: &Group, read: &mut Arguments, errors: &mut Errors) {
    let events = args::split_at_commas(events.stream());
    for event in events {
        let tokens: proc_macro2::TokenStream = event.into_iter().collect();
        let span = first_span(&tokens);
        let Ok(path) = syn::parse2::<Path>(tokens) else {
            errors.push(diagnostics::carried_form(span));
            continue;
        };
        let text = |path: &Path| path.to_token_stream().to_string();
        if read.carries.iter().any(|known| text(known) == text(&path)) {
            errors.push(diagnostics::carried_twice(&path));
        } else {
            read.carries.push(path);
        }
    }
}
