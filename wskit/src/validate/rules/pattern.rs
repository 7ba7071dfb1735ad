use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

use crate::validate::{At, Issues};

/// `pattern("^[a-z]+$")`: the string contains a match; anchor it to mean the whole string.
///
/// The macro accepts only what Rust's `regex` and ECMAScript's `u` flag read alike.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: LazyLock<Option<Regex>, fn() -> Option<Regex>>,
}

/// A value that is text.
#[diagnostic::on_unimplemented(
    message = "this constraint does not fit a value of type `{Self}`",
    label = "not text",
    note = "it fits String and Cow<str>, and an Option or Box of these"
)]
pub trait Text {
    /// The text, or `None` where there is no value.
    fn text(&self) -> Option<&str>;
}

impl Pattern {
    /// A pattern for a `static`: `compile` is called at its first use and has to compile the same `source`.
    #[must_use]
    pub const fn new(source: &'static str, compile: fn() -> Option<Regex>) -> Self {
        Self { source, regex: LazyLock::new(compile) }
    }

    /// Compiles a source that the macro has already accepted.
    #[must_use]
    pub fn compile(source: &str) -> Option<Regex> {
        Regex::new(source).ok()
    }

    /// As it is written.
    #[cfg(feature = "schema")]
    pub(crate) fn source(&self) -> &'static str {
        self.source
    }

    /// Whether a text matches. A source that does not compile matches nothing.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Reports a text that does not match.
    #[inline]
    pub fn check<T: Text + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some(text) = value.text()
            && !self.is_match(text)
        {
            issues.add(at, "pattern", format!("must match the pattern {}", self.source));
        }
    }

    /// Adds the keyword to a schema.
    #[cfg(feature = "schema")]
    pub fn describe<T: Text + ?Sized>(&self, schema: &mut schemars::Schema) {
        super::keywords::add_pattern(schema, self.source, "pattern");
    }
}

impl Text for str {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for String {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for Cow<'_, str> {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text + ?Sized> Text for Box<T> {
    #[inline]
    fn text(&self) -> Option<&str> {
        (**self).text()
    }
}

impl<T: Text> Text for Option<T> {
    #[inline]
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(Text::text)
    }
}
