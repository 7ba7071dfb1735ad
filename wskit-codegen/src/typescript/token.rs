//! The tokens of a TypeScript type.

use std::{iter::Peekable, str::Chars};

/// A token. Line breaks and spaces are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// An identifier, a keyword or a number.
    Word(String),
    /// A string literal with its quotes.
    Text(String),
    /// The lines of a `/** */` comment.
    Doc(Vec<String>),
    /// Anything else that stands alone.
    Mark(&'static str),
    /// The start of a group.
    Open(Bracket),
    /// The end of a group.
    Close(Bracket),
}

/// A pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Square,
    Curly,
    Angle,
}

impl Bracket {
    pub(super) fn open(self) -> &'static str {
        match self {
            Self::Round => "(",
            Self::Square => "[",
            Self::Curly => "{",
            Self::Angle => "<",
        }
    }

    pub(super) fn close(self) -> &'static str {
        match self {
            Self::Round => ")",
            Self::Square => "]",
            Self::Curly => "}",
            Self::Angle => ">",
        }
    }
}

/// Text that is not made of the tokens a type is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// Longest first, so that `=>` is not read as `=`.
const MARKS: [&str; 12] = ["...", "=>", "|", "&", ":", ";", ",", "?", "=", ".", "+", "-"];

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut reader = Reader { rest: text };
    let mut tokens = Vec::new();
    loop {
        reader.rest = reader.rest.trim_start();
        if reader.rest.is_empty() {
            return Ok(tokens);
        }
        tokens.push(reader.next()?);
    }
}

/// Whether a name can be a property without quotes.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| is_word(first) && !first.is_numeric()) && chars.all(is_word)
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<Token, Unreadable> {
        match self.rest.chars().next().ok_or(Unreadable)? {
            '/' => self.doc(),
            quote @ ('"' | '\'' | '`') => self.text(quote),
            c if is_word(c) => Ok(Token::Word(self.word(0))),
            '-' if self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) => Ok(Token::Word(self.word(1))),
            c => self.bracket(c).or_else(|| self.mark()).ok_or(Unreadable),
        }
    }

    fn doc(&mut self) -> Result<Token, Unreadable> {
        let (comment, rest) =
            self.rest.strip_prefix("/**").and_then(|rest| rest.split_once("*/")).ok_or(Unreadable)?;
        self.rest = rest;
        Ok(Token::Doc(lines(comment)))
    }

    fn text(&mut self, quote: char) -> Result<Token, Unreadable> {
        let mut chars = self.rest[1..].char_indices();
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if c == quote {
                return Ok(Token::Text(self.take(at + 2)));
            }
        }
        Err(Unreadable)
    }

    fn word(&mut self, sign: usize) -> String {
        let length = self.rest[sign..].find(|c| !is_word(c)).map_or(self.rest.len(), |at| at + sign);
        let number = self.rest[sign..].starts_with(|c: char| c.is_ascii_digit());
        let length = if number { length + fraction(&self.rest[length..]) } else { length };
        self.take(length)
    }

    fn bracket(&mut self, c: char) -> Option<Token> {
        let token = match c {
            '(' => Token::Open(Bracket::Round),
            ')' => Token::Close(Bracket::Round),
            '[' => Token::Open(Bracket::Square),
            ']' => Token::Close(Bracket::Square),
            '{' => Token::Open(Bracket::Curly),
            '}' => Token::Close(Bracket::Curly),
            '<' => Token::Open(Bracket::Angle),
            '>' => Token::Close(Bracket::Angle),
            _ => return None,
        };
        self.take(1);
        Some(token)
    }

    fn mark(&mut self) -> Option<Token> {
        let mark = MARKS.into_iter().find(|mark| self.rest.starts_with(mark))?;
        self.take(mark.len());
        Some(Token::Mark(mark))
    }

    fn take(&mut self, length: usize) -> String {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken.to_owned()
    }
}

/// The length of the `.5` that a number may go on with.
fn fraction(rest: &str) -> usize {
    let digits = |chars: &mut Peekable<Chars<'_>>| {
        let mut count = 0;
        while chars.next_if(char::is_ascii_digit).is_some() {
            count += 1;
        }
        count
    };
    let mut chars = rest.chars().peekable();
    match chars.next_if_eq(&'.').map(|_| digits(&mut chars)) {
        Some(count @ 1..) => count + 1,
        _ => 0,
    }
}

/// The lines of a comment without the stars in front, without empty lines around.
fn lines(comment: &str) -> Vec<String> {
    let mut lines: Vec<_> = comment.lines().map(plain).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.is_empty()).count();
    lines.split_off(blank)
}

fn plain(line: &str) -> String {
    let line = line.trim();
    let line = line.strip_prefix('*').unwrap_or(line);
    line.strip_prefix(' ').unwrap_or(line).to_owned()
}
