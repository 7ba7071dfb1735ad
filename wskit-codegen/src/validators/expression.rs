//! JavaScript expressions, laid out as Prettier would.

use std::collections::BTreeSet;

use crate::typescript::{key, literal};

const WIDTH: usize = 100;
const INDENT: usize = 2;

/// An expression of what validators are made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// Anything on one line.
    Atom(String),
    Call(&'static str, Vec<Expression>),
    /// The keys of an object, as they are; values.
    Object(Vec<(String, Expression)>),
}

impl Expression {
    pub(super) fn call(name: &'static str) -> Self {
        Self::Call(name, Vec::new())
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Atom(literal(text))
    }

    /// `start`, the expression on the same line if it fits there and on its own otherwise, and `end`.
    pub(super) fn after(&self, start: &str, indent: usize, end: &str) -> String {
        let line = format!("{start} {}{end}", self.line());
        if line.chars().count() <= WIDTH {
            return line;
        }
        let inner = indent + INDENT;
        let (pad, close) = (" ".repeat(inner), " ".repeat(indent));
        format!("{start}\n{pad}{},\n{close}{end}", self.print(inner, inner, 1))
    }

    /// The expression from a column on, with its further lines `indent` in; `after` columns follow it.
    fn print(&self, indent: usize, column: usize, after: usize) -> String {
        let line = self.line();
        if column + line.chars().count() + after <= WIDTH {
            return line;
        }
        let (inner, pad) = (indent + INDENT, " ".repeat(indent));
        match self {
            Self::Atom(_) => line,
            Self::Call(name, arguments) => match arguments.as_slice() {
                [only @ (Self::Object(_) | Self::Call(..))] => {
                    let start = format!("{name}(");
                    let only = only.print(indent, column + start.chars().count(), after + 1);
                    format!("{start}{only})")
                }
                [first @ Self::Atom(_), last @ Self::Object(_)] => {
                    let start = format!("{name}({}, ", first.line());
                    let last = last.print(indent, column + start.chars().count(), after + 1);
                    format!("{start}{last})")
                }
                arguments => {
                    let lines = arguments.iter().map(|argument| {
                        format!("{}{},\n", " ".repeat(inner), argument.print(inner, inner, 1))
                    });
                    format!("{name}(\n{}{pad})", lines.collect::<String>())
                }
            },
            Self::Object(entries) => {
                let lines = entries.iter().map(|(name, value)| {
                    let start = format!("{}{}: ", " ".repeat(inner), property(name));
                    let column = start.chars().count();
                    format!("{start}{},\n", value.print(inner, column, 1))
                });
                format!("{{\n{}{pad}}}", lines.collect::<String>())
            }
        }
    }

    /// Adds the functions it calls.
    pub(super) fn functions(&self, names: &mut BTreeSet<&'static str>) {
        match self {
            Self::Atom(_) => {}
            Self::Call(name, arguments) => {
                names.insert(name);
                for argument in arguments {
                    argument.functions(names);
                }
            }
            Self::Object(entries) => {
                for (_, value) in entries {
                    value.functions(names);
                }
            }
        }
    }

    /// The expression on one line.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Call(name, arguments) => {
                format!("{name}({})", arguments.iter().map(Self::line).collect::<Vec<_>>().join(", "))
            }
            Self::Object(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Object(entries) => {
                let entry = |(name, value): &(String, Self)| format!("{}: {}", property(name), value.line());
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A key of an object literal; this one would set the prototype if it were written plainly.
fn property(name: &str) -> String {
    if name == "__proto__" { "[\"__proto__\"]".to_owned() } else { key(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(names: &[&str]) -> Expression {
        let entry = |name: &&str| ((*name).to_owned(), Expression::call("text"));
        Expression::Call("object", vec![Expression::Object(names.iter().map(entry).collect())])
    }

    #[test]
    fn what_fits_stays_on_its_line() {
        assert_eq!(object(&["a", "b-c"]).print(0, 0, 1), "object({ a: text(), \"b-c\": text() })");
        assert_eq!(object(&[]).print(0, 0, 1), "object({})");
    }

    #[test]
    fn what_does_not_fit_is_spread() {
        let (one, other) = ("a".repeat(45), "b".repeat(45));
        assert_eq!(
            object(&[&one, &other]).print(2, 2, 0),
            format!("object({{\n    {one}: text(),\n    {other}: text(),\n  }})")
        );
        let list = Expression::Call("names", vec![Expression::text(&one), Expression::text(&other)]);
        assert_eq!(list.print(0, 5, 1), format!("names(\n  \"{one}\",\n  \"{other}\",\n)"));
    }

    #[test]
    fn a_key_never_sets_the_prototype() {
        assert_eq!(object(&["__proto__"]).print(0, 0, 0), "object({ [\"__proto__\"]: text() })");
    }
}
