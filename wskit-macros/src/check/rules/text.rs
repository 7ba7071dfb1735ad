//! Constraints of text.

use syn::LitStr;

use super::{call, pattern};
use crate::{
    diagnostics::{self, Errors},
    model::Constraint,
    syntax::args::{self, RawArg, first_span},
};

pub(super) fn pattern(argument: &RawArg, errors: &mut Errors) -> Option<Constraint> {
    let source = literal(argument, "pattern(\"^[a-z]+$\")", errors)?;
    errors.keep(pattern::check(&source.value()).map_err(|what| diagnostics::pattern(&source, &what)))?;
    Some(Constraint::Pattern(source))
}

/// `contains`, `prefix` and `suffix`; `variant` is their name in `rules::Fragment`.
pub(super) fn fragment(argument: &RawArg, variant: &'static str, errors: &mut Errors) -> Option<Constraint> {
    let keyword = variant.to_ascii_lowercase();
    let part = literal(argument, &format!("{keyword}(\"text\")"), errors)?;
    if part.value().is_empty() {
        errors.push(diagnostics::empty_fragment(&keyword, part.span()));
        return None;
    }
    Some(Constraint::Fragment(variant, part))
}

/// `ip`, `ip(v4)` or `ip(v6)`.
pub(super) fn ip(argument: &RawArg, errors: &mut Errors) -> Option<Constraint> {
    if let RawArg::Flag(_) = argument {
        return Some(Constraint::Format("IP"));
    }
    let (_, group) = call(argument, "ip(v4)", errors)?;
    match args::parse(group.stream()).as_slice() {
        [RawArg::Flag(version)] if version == "v4" => Some(Constraint::Format("IPV4")),
        [RawArg::Flag(version)] if version == "v6" => Some(Constraint::Format("IPV6")),
        [RawArg::Flag(version)] => {
            errors.push(diagnostics::ip_version(version.span(), &version.to_string()));
            None
        }
        _ => {
            errors.push(diagnostics::rule_form(first_span(&group.stream()), "ip(v4)"));
            None
        }
    }
}

fn literal(argument: &RawArg, example: &str, errors: &mut Errors) -> Option<LitStr> {
    let (_, group) = call(argument, example, errors)?;
    let literal = syn::parse2::<LitStr>(group.stream()).ok();
    if literal.is_none() {
        errors.push(diagnostics::rule_form(first_span(&group.stream()), example));
    }
    literal
}
