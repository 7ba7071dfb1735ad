//! The text of a topic: literal text and, in braces, the names of fields.

use syn::{Fields, Ident, LitStr, ext::IdentExt};

use crate::diagnostics::{self, Errors};

/// The longest topic, in characters; the same as at run time.
const MAX_LENGTH: usize = 128;

/// A text in pieces: what stands in front, then each field with what follows it.
pub(super) struct Text {
    pub(super) start: String,
    pub(super) values: Vec<(Ident, String)>,
}

/// Reads the text of a topic, which names each field once.
pub(super) fn read(written: &LitStr, fields: &Fields, errors: &mut Errors) -> Option<Text> {
    let (before, span) = (errors.count(), written.span());
    let Ok(pieces) = pieces(&written.value()) else {
        errors.push(diagnostics::topic_braces(span));
        return None;
    };
    if pieces.start.is_empty() && pieces.values.is_empty() {
        errors.push(diagnostics::empty_topic(span));
    }
    characters(&pieces, written, errors);
    if pieces.least_length() > MAX_LENGTH {
        errors.push(diagnostics::long_topic(MAX_LENGTH, span));
    }
    for pair in pieces.values.windows(2) {
        if let [(first, between), (second, _)] = pair
            && between.is_empty()
        {
            errors.push(diagnostics::adjacent_placeholders(first, second, span));
        }
    }
    let values = values(pieces.values, written, fields, errors);
    (errors.count() == before).then_some(Text { start: pieces.start, values })
}

fn characters(pieces: &Pieces, written: &LitStr, errors: &mut Errors) {
    let literal = pieces.values.iter().map(|(_, after)| after).chain([&pieces.start]);
    let bad =
        literal.flat_map(|text| text.chars()).find(|c| !c.is_ascii_alphanumeric() && !":_./-".contains(*c));
    if let Some(bad) = bad {
        errors.push(diagnostics::topic_character(bad, written.span()));
    }
}

/// The fields that are named; each has to be, once.
fn values(
    placed: Vec<(String, String)>,
    written: &LitStr,
    fields: &Fields,
    errors: &mut Errors,
) -> Vec<(Ident, String)> {
    let before = errors.count();
    let known: Vec<(String, &Ident)> = fields
        .iter()
        .filter_map(|field| field.ident.as_ref())
        .map(|name| (name.unraw().to_string(), name))
        .collect();
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    let mut values = Vec::<(Ident, String)>::new();
    for (name, after) in placed {
        match known.iter().find(|(known, _)| *known == name) {
            Some((_, field)) if values.iter().any(|(other, _)| other == *field) => {
                errors.push(diagnostics::placeholder_twice(&name, written.span()));
            }
            Some((_, field)) => values.push(((*field).clone(), after)),
            None if is_name(&name) => {
                errors.push(diagnostics::unknown_placeholder(&name, &names, written.span()));
            }
            None => errors.push(diagnostics::placeholder_form(written.span())),
        }
    }
    // A name with a mistake in it may have been meant for any of the others.
    if errors.count() == before {
        for (name, field) in &known {
            if !values.iter().any(|(value, _)| value == *field) {
                errors.push(diagnostics::field_without_place(name, field.span()));
            }
        }
    }
    values
}

fn is_name(text: &str) -> bool {
    let is_word = text.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_word && text.starts_with(|c: char| !c.is_ascii_digit())
}

/// A text as it is written, names not looked at yet.
struct Pieces {
    start: String,
    values: Vec<(String, String)>,
}

impl Pieces {
    /// The length with the shortest values.
    fn least_length(&self) -> usize {
        self.start.len() + self.values.iter().map(|(_, after)| 1 + after.len()).sum::<usize>()
    }
}

/// A brace without its partner.
struct Unreadable;

fn pieces(text: &str) -> Result<Pieces, Unreadable> {
    let mut parts = text.split('{');
    let start = parts.next().unwrap_or_default().to_owned();
    let mut values = Vec::new();
    for part in parts {
        let (name, after) = part.split_once('}').ok_or(Unreadable)?;
        values.push((name.trim().to_owned(), after.to_owned()));
    }
    let is_alone = |text: &str| text.contains('}');
    if is_alone(&start) || values.iter().any(|(_, after)| is_alone(after)) {
        return Err(Unreadable);
    }
    Ok(Pieces { start, values })
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn read(text: &str) -> (Option<(String, Vec<String>)>, Vec<String>) {
        let input: syn::ItemStruct = syn::parse_quote!(
            struct Topic {
                room: u8,
                r#type: u8,
            }
        );
        let mut errors = Errors::default();
        let text = super::read(&LitStr::new(text, Span::call_site()), &input.fields, &mut errors);
        let text = text.map(|text| {
            (text.start, text.values.into_iter().map(|(name, after)| format!("{name}|{after}")).collect())
        });
        (text, errors.messages())
    }

    #[test]
    fn every_field_is_named_once() {
        let values = vec!["room|/".to_owned(), "r#type|".to_owned()];
        assert_eq!(read("a:{room}/{type}"), (Some(("a:".to_owned(), values)), vec![]));
        for (text, said) in [
            ("", "cannot be empty"),
            ("a:{room}/{typ}", "did you mean `type`"),
            ("a:{room}/{room}", "twice"),
            ("a:{room}", "`{type}`"),
            ("{room}{type}", "nothing stands between"),
            ("ü{room}/{type}", "'ü'"),
            ("{room/{type}", "in pairs"),
            ("{room}/{type}}", "in pairs"),
            ("{{room}}/{type}", "in pairs"),
            ("{}/{type}", "by name"),
            ("{room:?}/{type}", "by name"),
            (&format!("{}{{room}}/{{type}}", "x".repeat(126)), "at most 128"),
        ] {
            let (read, messages) = read(text);
            assert!(read.is_none(), "{text}");
            assert!(messages.iter().any(|message| message.contains(said)), "{text}: {messages:?}");
        }
    }
}
