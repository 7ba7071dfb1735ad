//! The message of an error: a `format!` string over the fields of its variant.

use syn::{Ident, LitStr, ext::IdentExt};

use crate::{
    diagnostics::{self, Errors},
    model::Message,
};

/// Checks that the text names fields of the variant, and nothing but them.
pub(super) fn check(format: LitStr, fields: &[&Ident], errors: &mut Errors) -> Option<Message> {
    let before = errors.count();
    let known: Vec<String> = fields.iter().map(|field| field.unraw().to_string()).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut used = Vec::<Ident>::new();
    match names(&format.value()) {
        Err(Unreadable) => errors.push(diagnostics::message_braces(format.span())),
        Ok(names) => {
            for name in names {
                match fields.iter().find(|field| field.unraw() == name) {
                    Some(field) if !used.contains(field) => used.push((*field).clone()),
                    Some(_) => {}
                    None if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) => {
                        errors.push(diagnostics::message_positional(format.span()));
                    }
                    None => errors.push(diagnostics::message_field(&name, &known, format.span())),
                }
            }
        }
    }
    (errors.count() == before).then_some(Message { format, fields: used })
}

/// A brace without its partner.
struct Unreadable;

/// The names between the braces; empty for `{}`. A width or precision such as `{a:>b$}` counts as a name too.
fn names(format: &str) -> Result<Vec<String>, Unreadable> {
    let mut names = Vec::new();
    let mut rest = format;
    while let Some(start) = rest.find(['{', '}']) {
        let (brace, after) = rest[start..].split_at(1);
        if let Some(after) = after.strip_prefix(brace) {
            rest = after;
            continue;
        }
        let end = if brace == "{" { after.find('}') } else { None }.ok_or(Unreadable)?;
        placeholder(&after[..end], &mut names);
        rest = &after[end + 1..];
    }
    Ok(names)
}

fn placeholder(inside: &str, names: &mut Vec<String>) {
    let (name, options) = inside.split_once(':').unwrap_or((inside, ""));
    names.push(name.trim().to_owned());
    let is_word = |each: char| each.is_alphanumeric() || each == '_';
    let mut pieces: Vec<&str> = options.split('$').collect();
    pieces.pop();
    for piece in pieces {
        names.push(piece.rsplit(|each: char| !is_word(each)).next().unwrap_or_default().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn said(format: &str) -> (Vec<String>, Vec<String>) {
        let (room, limit) = (Ident::new("room", Span::call_site()), Ident::new("limit", Span::call_site()));
        let mut errors = Errors::default();
        let message = check(LitStr::new(format, Span::call_site()), &[&room, &limit], &mut errors);
        let used = message.map(|message| message.fields.iter().map(ToString::to_string).collect());
        (used.unwrap_or_default(), errors.messages())
    }

    #[test]
    fn a_message_names_fields_of_its_variant() {
        assert_eq!(said("{room} {{x}} {limit:>3} {room:?}").0, ["room", "limit"]);
        assert_eq!(said("plain").1, Vec::<String>::new());
        assert_eq!(said("{room:limit$}").0, ["room", "limit"]);
        assert!(said("{}").1[0].contains("by name"));
        assert!(said("{rom}").1[0].contains("did you mean `room`"));
        assert!(said("{room").1[0].contains("no partner"));
        assert!(said("}").1[0].contains("no partner"));
    }
}
