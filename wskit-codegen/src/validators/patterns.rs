//! Regular expressions: well-known ones, which are long, stand on their own and once.

use super::expression::Expression;
use crate::shape::Pattern;

/// Codes of patterns that are written where they are used.
const IN_PLACE: [&str; 6] = ["pattern", "contains", "prefix", "suffix", "ascii", "length"];

/// The patterns that stand on their own, in the order of first use.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    named: Vec<(String, Pattern)>,
}

impl Patterns {
    /// Adds a pattern, if it is to stand on its own and does not yet.
    pub(super) fn add(&mut self, pattern: &Pattern) {
        if IN_PLACE.contains(&pattern.code.as_str()) || self.name(pattern).is_some() {
            return;
        }
        let word = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
        let code: String = pattern.code.chars().map(word).collect();
        let same = self.named.iter().filter(|(_, named)| named.code == pattern.code).count();
        let number = if same == 0 { String::new() } else { format!("_{}", same + 1) };
        self.named.push((format!("{code}_PATTERN{number}"), pattern.clone()));
    }

    /// The constants: name and value.
    pub(super) fn constants(&self) -> impl Iterator<Item = (&str, String)> {
        self.named.iter().map(|(name, pattern)| (name.as_str(), literal(&pattern.source)))
    }

    pub(super) fn expression(&self, pattern: &Pattern) -> Expression {
        Expression::Atom(self.name(pattern).map_or_else(|| literal(&pattern.source), str::to_owned))
    }

    fn name(&self, pattern: &Pattern) -> Option<&str> {
        self.named.iter().find(|(_, named)| named == pattern).map(|(name, _)| name.as_str())
    }
}

/// A pattern as a literal with the flag `u`, which is how JSON Schema reads it.
fn literal(source: &str) -> String {
    let mut literal = String::new();
    let mut escaped = false;
    for c in source.chars() {
        match c {
            '/' if !escaped => literal += "\\/",
            '\n' => literal += if escaped { "n" } else { "\\n" },
            '\r' => literal += if escaped { "r" } else { "\\r" },
            '\u{2028}' => literal += if escaped { "u2028" } else { "\\u2028" },
            '\u{2029}' => literal += if escaped { "u2029" } else { "\\u2029" },
            c => literal.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if literal.is_empty() {
        // Nothing between two slashes would be a comment.
        literal += "(?:)";
    }
    format!("/{literal}/u")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_ends_where_the_pattern_does() {
        assert_eq!(literal("^a/b\\/c[/]$"), "/^a\\/b\\/c[\\/]$/u");
        assert_eq!(literal("a\nb\u{2028}"), "/a\\nb\\u2028/u");
        assert_eq!(literal(r"\\/"), r"/\\\//u");
        assert_eq!(literal(""), "/(?:)/u");
    }

    #[test]
    fn each_pattern_stands_once() {
        let pattern = |code: &str, source: &str| Pattern { code: code.to_owned(), source: source.to_owned() };
        let mut patterns = Patterns::default();
        for each in [("ip", "a"), ("pattern", "b"), ("ip", "a"), ("ip", "c"), ("date-time", "d")] {
            patterns.add(&pattern(each.0, each.1));
        }
        let names: Vec<_> = patterns.constants().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(names, ["IP_PATTERN", "IP_PATTERN_2", "DATE_TIME_PATTERN"]);
        assert_eq!(patterns.expression(&pattern("ip", "c")), Expression::Atom("IP_PATTERN_2".to_owned()));
        assert_eq!(patterns.expression(&pattern("pattern", "b")), Expression::Atom("/b/u".to_owned()));
    }
}
