//! What serde says of a value that cannot be read: where, and in our codes.

use serde_path_to_error::{Path, Segment};

use super::{At, Issues, Validate, deferred, push_escaped};

/// Reads once more, slowly, to say where and what is wrong. Only a failed reading comes here.
pub(super) fn explain<'de, T: Validate, D>(deserializer: D, root: &str, issues: &mut Issues)
where
    D: serde::Deserializer<'de, Error = serde_json::Error>,
{
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let Err(error) = deferred(|| T::read(tracked)) else { return };
    let message = without_position(&error.to_string());
    let mut path = pointer(root, &track.path());
    let code = match (message.split(' ').next(), quoted(&message)) {
        (Some("missing"), Some(field)) => {
            path.push('/');
            push_escaped(&mut path, field);
            "missing_field"
        }
        (Some("unknown"), Some(name)) if message.starts_with("unknown field") => {
            let key = format!("/{name}");
            if !path.ends_with(&key) {
                path.push('/');
                push_escaped(&mut path, name);
            }
            "unknown_field"
        }
        (Some("duplicate"), _) => "duplicate_field",
        (Some("unknown"), _) => "variant",
        (Some("invalid"), _) => "type",
        _ => "invalid",
    };
    issues.add_path(path, code, message);
}

/// Says why a text is no JSON that can be looked into.
pub(super) fn unreadable(error: &serde_json::Error, at: At<'_>, issues: &mut Issues) {
    let message = without_position(&error.to_string());
    if message.starts_with("recursion limit") {
        issues.add(at, "depth", "must not be nested deeper than 127 levels");
    } else {
        issues.add(at, "type", format!("cannot be read: {message}"));
    }
}

/// The text between the first pair of backticks.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// A position inside the payload's text means nothing to a client that never saw that text.
fn without_position(message: &str) -> String {
    message.rfind(" at line ").map_or(message, |end| &message[..end]).to_owned()
}

fn pointer(root: &str, path: &Path) -> String {
    let mut pointer = root.to_owned();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                push_escaped(&mut pointer, key);
            }
            Segment::Unknown => {}
        }
    }
    pointer
}
