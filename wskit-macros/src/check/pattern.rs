//! Patterns that mean the same in Rust's `regex` and in ECMAScript with the `u` flag.
//!
//! The same text is a check in Rust, a keyword in the JSON Schema and a `RegExp` in TypeScript. What the two languages
//! read differently, or only one of them reads at all, is refused with what to write instead.

use regex_syntax::{
    ast::{
        self, AssertionKind, Ast, ClassAsciiKind, ClassPerlKind, ClassSetItem, ClassUnicodeKind,
        ClassUnicodeOpKind, GroupKind, HexLiteralKind, LiteralKind, RepetitionKind, RepetitionOp,
        SpecialLiteralKind,
    },
    hir::{Hir, HirKind},
};

/// Short names of general categories that both know. Those of unassigned and private code points are left out.
const CATEGORIES: [&str; 29] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs",
];

/// Scripts that both know under exactly this spelling.
const SCRIPTS: [&str; 12] = [
    "Latin",
    "Greek",
    "Cyrillic",
    "Han",
    "Hiragana",
    "Katakana",
    "Hangul",
    "Arabic",
    "Hebrew",
    "Thai",
    "Devanagari",
    "Armenian",
];

/// Roughly how many states a compiled pattern may have; far below the size at which `regex` refuses.
const MAX_STATES: usize = 50_000;

/// `Err` says what is wrong and what to write instead; it reads on after "this pattern".
pub(super) fn check(source: &str) -> Result<(), String> {
    let ast = ast::parse::Parser::new()
        .parse(source)
        .map_err(|error| format!("cannot be read: {}", error.kind()))?;
    Reader { source }.any(&ast)?;
    let hir = regex_syntax::parse(source).map_err(|error| format!("cannot be read: {error}"))?;
    if states(&hir) > MAX_STATES {
        return Err("is too large when its repetitions are written out; lower the counts, and limit the length with `length(max = ..)`".to_owned());
    }
    Ok(())
}

struct Reader<'a> {
    source: &'a str,
}

impl Reader<'_> {
    fn any(&self, ast: &Ast) -> Result<(), String> {
        match ast {
            Ast::Empty(_) => Ok(()),
            Ast::Flags(_) => Err(flags()),
            Ast::Literal(literal) => self.literal(literal, false),
            Ast::Dot(_) => Err(r"uses `.`, which matches other line ends in JavaScript; write `[^\n\r\u{2028}\u{2029}]`, or the characters you mean".to_owned()),
            Ast::Assertion(assertion) => self.assertion(assertion),
            Ast::ClassUnicode(class) => self.property(class),
            Ast::ClassPerl(class) => Err(perl(class)),
            Ast::ClassBracketed(class) => self.set(&class.kind),
            Ast::Repetition(repetition) => self.repetition(repetition),
            Ast::Group(group) => self.group(group),
            Ast::Alternation(alternation) => alternation.asts.iter().try_for_each(|ast| self.any(ast)),
            Ast::Concat(concat) => concat.asts.iter().try_for_each(|ast| self.any(ast)),
        }
    }

    fn text(&self, span: &ast::Span) -> &str {
        self.source.get(span.start.offset..span.end.offset).unwrap_or_default()
    }

    fn literal(&self, literal: &ast::Literal, in_set: bool) -> Result<(), String> {
        let (written, plain) = (self.text(&literal.span), literal.c);
        match &literal.kind {
            LiteralKind::Verbatim if plain == ']' || (!in_set && matches!(plain, '{' | '}')) => {
                Err(format!(r"has a lone `{plain}`, which JavaScript refuses; write `\{plain}`"))
            }
            LiteralKind::Verbatim
            | LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort)
            | LiteralKind::HexBrace(HexLiteralKind::UnicodeShort) => Ok(()),
            LiteralKind::Meta | LiteralKind::Superfluous => {
                let both = r"^$\.*+?()[]{}|/".contains(plain) || (in_set && plain == '-');
                if both {
                    Ok(())
                } else {
                    Err(format!("escapes `{plain}`, which JavaScript refuses; write `{plain}`"))
                }
            }
            LiteralKind::Special(kind) => match kind {
                SpecialLiteralKind::Bell | SpecialLiteralKind::Space => Err(format!(
                    r"uses `{written}`, which JavaScript refuses; write `\u{{{:X}}}`",
                    u32::from(plain)
                )),
                _ => Ok(()),
            },
            LiteralKind::HexFixed(_) | LiteralKind::HexBrace(_) | LiteralKind::Octal => Err(format!(
                r"uses `{written}`, which JavaScript reads differently; write `\u{{{:X}}}`",
                u32::from(plain)
            )),
        }
    }

    fn assertion(&self, assertion: &ast::Assertion) -> Result<(), String> {
        let written = self.text(&assertion.span);
        match assertion.kind {
            AssertionKind::StartLine | AssertionKind::EndLine => Ok(()),
            AssertionKind::StartText => Err(r"uses `\A`, which JavaScript refuses; write `^`".to_owned()),
            AssertionKind::EndText => Err(r"uses `\z`, which JavaScript refuses; write `$`".to_owned()),
            _ => Err(format!(
                "uses `{written}`, which knows all letters in Rust and only ASCII ones in JavaScript; name the characters around it, such as `(^|[^A-Za-z0-9_])`"
            )),
        }
    }

    /// `\p{Lu}` and `\p{Script=Greek}`, spelled as both want it.
    fn property(&self, class: &ast::ClassUnicode) -> Result<(), String> {
        let both = match &class.kind {
            ClassUnicodeKind::OneLetter(_) => false,
            ClassUnicodeKind::Named(name) => CATEGORIES.contains(&name.as_str()),
            ClassUnicodeKind::NamedValue { op, name, value } => {
                *op == ClassUnicodeOpKind::Equal
                    && (name == "Script" || name == "sc")
                    && SCRIPTS.contains(&value.as_str())
            }
        };
        // `\p{^L}` is Rust's alone.
        if both && !self.text(&class.span).contains('^') {
            return Ok(());
        }
        let written = self.text(&class.span);
        Err(format!(
            r"uses `{written}`, which may differ in JavaScript; write a short category such as `\p{{L}}` or `\p{{Nd}}`, a script such as `\p{{Script=Greek}}`, or the characters you mean"
        ))
    }

    fn set(&self, set: &ast::ClassSet) -> Result<(), String> {
        match set {
            ast::ClassSet::Item(item) => self.set_item(item),
            ast::ClassSet::BinaryOp(operation) => {
                let written = self.text(&operation.span);
                Err(format!(
                    "has the set operation `{written}`, which JavaScript reads as characters; write out the set you mean"
                ))
            }
        }
    }

    fn set_item(&self, item: &ClassSetItem) -> Result<(), String> {
        match item {
            ClassSetItem::Empty(_) => Ok(()),
            ClassSetItem::Literal(literal) => self.literal(literal, true),
            ClassSetItem::Range(range) => {
                self.literal(&range.start, true)?;
                self.literal(&range.end, true)
            }
            ClassSetItem::Ascii(class) => Err(self.posix(class)),
            ClassSetItem::Unicode(class) => self.property(class),
            ClassSetItem::Perl(class) => Err(perl(class)),
            ClassSetItem::Bracketed(_) => Err(r"has a set inside a set, which JavaScript reads differently; write one set, and `\[` for a bracket".to_owned()),
            ClassSetItem::Union(union) => union.items.iter().try_for_each(|item| self.set_item(item)),
        }
    }

    fn posix(&self, class: &ast::ClassAscii) -> String {
        let (written, ranges) = (self.text(&class.span), ranges(&class.kind));
        let instead =
            if class.negated { format!("`[^{ranges}]` as a set of its own") } else { format!("`{ranges}`") };
        format!("uses `{written}`, which JavaScript reads as characters; write {instead}")
    }

    fn repetition(&self, repetition: &ast::Repetition) -> Result<(), String> {
        match &*repetition.ast {
            Ast::Assertion(_) => return Err("repeats a place (`^` or `$`), which JavaScript refuses; remove the repetition".to_owned()),
            Ast::Repetition(_) => return Err("repeats a repetition, which JavaScript refuses; write one of them, or put the inner one into `(?:...)`".to_owned()),
            _ => {}
        }
        self.counts(&repetition.op)?;
        self.any(&repetition.ast)
    }

    fn counts(&self, operator: &RepetitionOp) -> Result<(), String> {
        let written = self.text(&operator.span);
        let plain =
            written.trim_end_matches('?').chars().all(|each| each.is_ascii_digit() || "{,}".contains(each));
        match operator.kind {
            RepetitionKind::Range(_) if !plain || written.starts_with("{,") => {
                Err(format!("counts with `{written}`, which JavaScript refuses; write it like `{{0,5}}`"))
            }
            _ => Ok(()),
        }
    }

    fn group(&self, group: &ast::Group) -> Result<(), String> {
        match &group.kind {
            GroupKind::CaptureIndex(_) => {}
            GroupKind::NonCapturing(flags_of) if flags_of.items.is_empty() => {}
            GroupKind::NonCapturing(_) => return Err(flags()),
            GroupKind::CaptureName { .. } => {
                return Err("names a group, which nothing here reads; write `(?:...)`".to_owned());
            }
        }
        self.any(&group.ast)
    }
}

fn flags() -> String {
    "sets a flag, which not every JavaScript engine reads; write the pattern without it, such as `[Aa]` for a letter in either case".to_owned()
}

/// What a class of POSIX stands for, as both read it inside a set.
fn ranges(kind: &ClassAsciiKind) -> &'static str {
    match kind {
        ClassAsciiKind::Alnum => "A-Za-z0-9",
        ClassAsciiKind::Alpha => "A-Za-z",
        ClassAsciiKind::Ascii => r"\u{0}-\u{7F}",
        ClassAsciiKind::Blank => r" \t",
        ClassAsciiKind::Cntrl => r"\u{0}-\u{1F}\u{7F}",
        ClassAsciiKind::Digit => "0-9",
        ClassAsciiKind::Graph => r"\u{21}-\u{7E}",
        ClassAsciiKind::Lower => "a-z",
        ClassAsciiKind::Print => r"\u{20}-\u{7E}",
        ClassAsciiKind::Punct => r"\u{21}-\u{2F}\u{3A}-\u{40}\u{5B}-\u{60}\u{7B}-\u{7E}",
        ClassAsciiKind::Space => r" \t\n\v\f\r",
        ClassAsciiKind::Upper => "A-Z",
        ClassAsciiKind::Word => "A-Za-z0-9_",
        ClassAsciiKind::Xdigit => "0-9A-Fa-f",
    }
}

fn perl(class: &ast::ClassPerl) -> String {
    let (name, set) = match class.kind {
        ClassPerlKind::Digit => ('d', "0-9"),
        ClassPerlKind::Space => ('s', r" \t\n\r"),
        ClassPerlKind::Word => ('w', "A-Za-z0-9_"),
    };
    let (name, not) = if class.negated { (name.to_ascii_uppercase(), "^") } else { (name, "") };
    format!(r"uses `\{name}`, which knows more characters in Rust than in JavaScript; write `[{not}{set}]`")
}

/// An estimate from above of how many states a pattern takes once its repetitions are written out.
fn states(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => class.ranges().len() * 4,
        HirKind::Class(regex_syntax::hir::Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1);
            states(&repetition.sub).saturating_mul(usize::try_from(times).unwrap_or(usize::MAX))
        }
        HirKind::Capture(capture) => states(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(states).fold(0, usize::saturating_add)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_read_alike_is_fine() {
        for good in [
            "^[a-z0-9-]+$",
            r"^[^ ]([^\n]*[^ ])?$",
            r"^\+?[0-9]{3,15}$",
            r"^(?:a|b)*?c{2}d{2,}$",
            r"\.\*\/[\]\-\\^]",
            r"^\p{L}[\p{Nd}\P{Lu}]\p{Script=Greek}$",
            r"\u{1F600}\x41\u0041\t",
            "",
            "a||b",
            "[a-z-9{}.$|(]",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn the_ranges_of_a_posix_class_are_the_same_set() {
        for name in [
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
            "space", "upper", "word", "xdigit",
        ] {
            let kind = ClassAsciiKind::from_name(name).expect(name);
            let set = format!("[{}]", ranges(&kind));
            assert_eq!(check(&set), Ok(()), "{name}");
            assert_eq!(regex_syntax::parse(&set), regex_syntax::parse(&format!("[[:{name}:]]")), "{name}");
        }
    }

    #[test]
    fn what_they_read_differently_is_refused_with_the_replacement() {
        for (bad, advice) in [
            (r"^\d+$", "[0-9]"),
            (r"\W", "[^A-Za-z0-9_]"),
            (r"[\s]", r" \t\n\r"),
            (".*", r"[^\n\r\u{2028}\u{2029}]"),
            (r"\bword\b", "[^A-Za-z0-9_]"),
            (r"\Aa", "`^`"),
            (r"a\z", "`$`"),
            ("(?i)a", "[Aa]"),
            ("(?i:a)", "[Aa]"),
            ("(?P<name>a)", "(?:...)"),
            ("(?<name>a)", "(?:...)"),
            ("[[:alpha:]]", "`A-Za-z`"),
            ("[[:^digit:]]", "`[^0-9]`"),
            ("[a[bc]]", "one set"),
            ("[a-z&&[^b]]", "write out the set"),
            ("[a-z--b]", "write out the set"),
            (r"\x{41}", r"\u{41}"),
            (r"\U00000041", r"\u{41}"),
            (r"\a", r"\u{7}"),
            (r"\pL", r"\p{L}"),
            (r"\p{Greek}", r"\p{Script=Greek}"),
            (r"\p{^L}", r"\p{L}"),
            (r"\-", "write `-`"),
            (r"\#", "write `#`"),
            ("a]", r"\]"),
            ("[]a]", r"\]"),
            ("}", r"\}"),
            ("^*", "remove the repetition"),
            ("a**", "(?:...)"),
            ("a{,5}", "cannot be read"),
            ("(?:(?:a{1000}){1000}){10}", "length(max"),
            ("(?=a)", "cannot be read"),
            (r"(a)\1", "cannot be read"),
            ("(", "cannot be read"),
        ] {
            let said = check(bad).expect_err(bad);
            assert!(said.contains(advice), "{bad}: {said}");
        }
    }
}
