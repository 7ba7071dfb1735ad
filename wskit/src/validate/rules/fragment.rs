use super::Text;
use crate::validate::{At, Issues};

/// `contains("x")`, `prefix("x")` and `suffix("x")`: a text that stands in the value, letter by letter.
#[derive(Clone, Copy, Debug)]
pub enum Fragment {
    /// Anywhere.
    Contains(&'static str),
    /// At the start.
    Prefix(&'static str),
    /// At the end.
    Suffix(&'static str),
}

impl Fragment {
    fn is_match(self, text: &str) -> bool {
        match self {
            Self::Contains(part) => text.contains(part),
            Self::Prefix(part) => text.starts_with(part),
            Self::Suffix(part) => text.ends_with(part),
        }
    }

    /// Reports a text without it.
    #[inline]
    pub fn check<T: Text + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some(text) = value.text()
            && !self.is_match(text)
        {
            self.report(at, issues);
        }
    }

    #[cold]
    fn report(self, at: At<'_>, issues: &mut Issues) {
        let message = match self {
            Self::Contains(part) => format!("must contain {part:?}"),
            Self::Prefix(part) => format!("must start with {part:?}"),
            Self::Suffix(part) => format!("must end with {part:?}"),
        };
        issues.add(at, self.code(), message);
    }

    fn code(self) -> &'static str {
        match self {
            Self::Contains(_) => "contains",
            Self::Prefix(_) => "prefix",
            Self::Suffix(_) => "suffix",
        }
    }

    /// Adds it to a schema as a pattern: JSON Schema has no keyword of its own for it.
    #[cfg(feature = "schema")]
    pub fn describe<T: Text + ?Sized>(&self, schema: &mut schemars::Schema) {
        super::keywords::add_pattern(schema, &self.source(), self.code());
    }

    #[cfg(any(feature = "schema", test))]
    fn source(self) -> String {
        match self {
            Self::Contains(part) => escape(part),
            Self::Prefix(part) => format!("^{}", escape(part)),
            Self::Suffix(part) => format!("{}$", escape(part)),
        }
    }
}

/// Escapes what has a meaning in a pattern and nothing more: ECMAScript's `u` flag refuses any other escape.
#[cfg(any(feature = "schema", test))]
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if r"^$\.*+?()[]{}|".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: &str = "^$\\.*+?()[]{}|/-#&~ \n\u{e9}\u{1F600}";

    #[test]
    fn the_pattern_gives_the_same_verdict() {
        let texts = [
            String::new(),
            ODD.to_owned(),
            format!("a{ODD}"),
            format!("{ODD}a"),
            format!("a{ODD}a"),
            ODD[1..].to_owned(),
            format!("{ODD}\n"),
        ];
        for rule in [Fragment::Contains(ODD), Fragment::Prefix(ODD), Fragment::Suffix(ODD)] {
            let pattern = regex::Regex::new(&rule.source()).unwrap();
            for text in &texts {
                assert_eq!(pattern.is_match(text), rule.is_match(text), "{rule:?} {text:?}");
            }
        }
    }
}
