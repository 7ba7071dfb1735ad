//! Types on lines: two spaces in, a hundred columns wide.

use super::{
    deprecated, docs,
    token::{Bracket, Token},
    tree::{Group, Tree, parse},
};
use crate::shape::Shape;

const WIDTH: usize = 100;
const INDENT: usize = 2;

/// Words that what follows is not part of: `keyof [A]`, but `Page<A>`.
const OPERATORS: [&str; 10] =
    ["readonly", "keyof", "in", "extends", "infer", "is", "typeof", "unique", "asserts", "new"];

/// A declaration as ts-rs writes it, `type Name = ...;`, exported and laid out; an interface where it can be one.
///
/// What cannot be read is exported as it is: it is the user's own, from `#[ts(type = "...")]`.
pub(super) fn declaration(text: &str) -> String {
    declaration_of(text, None)
}

/// The same, with what the shape of the type says of its fields beyond that.
pub(super) fn declaration_of(text: &str, shape: Option<&Shape>) -> String {
    let mut trees = parse(text).unwrap_or_default();
    if let Some(shape) = shape {
        deprecated::mark(&mut trees, shape);
    }
    let (Some(equals), true) = (
        trees.iter().position(|tree| tree.is_mark("=")),
        trees.first().is_some_and(|tree| tree.is_word("type")),
    ) else {
        return format!("export {}", text.trim());
    };
    let name = line(&trees[1..equals]).unwrap_or_default();
    match &trees[equals + 1..] {
        [Tree::Group(group)] if group.bracket == Bracket::Curly && !group.is_mapped() => {
            format!("export interface {name} {}", spread(group, 0))
        }
        body => format!("{};", fit(format!("export type {name} = "), body, 0)),
    }
}

/// A type at a column, its further lines `indent` in.
pub(super) fn expression(text: &str, indent: usize) -> String {
    parse(text).map_or_else(|_| text.trim().to_owned(), |trees| fit(String::new(), &trees, indent))
}

/// What starts with `start`, on one line if it fits.
fn fit(start: String, trees: &[Tree], indent: usize) -> String {
    // The semicolon behind it counts too.
    if let Some(line) = line(trees).filter(|line| indent + width(&start) + width(line) < WIDTH) {
        return start + &line;
    }
    match alternatives(trees) {
        Some(alternatives) => union(&start, &alternatives, indent),
        None => sequence(start, trees, indent, 0),
    }
}

/// The members of a union; `None` for anything else, and where a `|` binds differently.
fn alternatives(trees: &[Tree]) -> Option<Vec<&[Tree]>> {
    let differs = |tree: &Tree| tree.is_mark("=>") || tree.is_mark("?") || tree.is_word("extends");
    let alternatives: Vec<_> = trees.split(|tree| tree.is_mark("|")).collect();
    (alternatives.len() > 1 && !trees.iter().any(differs)).then_some(alternatives)
}

fn union(start: &str, alternatives: &[&[Tree]], indent: usize) -> String {
    // With nothing in front, the first of them is on the line already.
    let column = if start.is_empty() { indent } else { indent + INDENT };
    let lines: Vec<_> = alternatives
        .iter()
        .map(|trees| format!("| {}", fit(String::new(), trees, column + INDENT)))
        .collect();
    let between = format!("\n{}", " ".repeat(column));
    match start.trim_end() {
        "" => lines.join(&between),
        start => format!("{start}{between}{}", lines.join(&between)),
    }
}

/// Tree after tree; the groups that do not fit are spread over lines. On the first line, `used` columns are taken.
fn sequence(start: String, trees: &[Tree], indent: usize, used: usize) -> String {
    let mut out = start;
    for (at, tree) in trees.iter().enumerate() {
        if at > 0 && gap(&trees[..at], tree, trees.get(at + 1)) {
            out.push(' ');
        }
        let column = out.rsplit_once('\n').map_or(indent + used + width(&out), |(_, last)| width(last));
        match tree {
            Tree::Group(group) if !fits(&trees[at..], column) => out += &spread(group, indent),
            Tree::Leaf(Token::Doc(lines)) => out += docs::comment(lines, 0).trim_end(),
            tree => out += &line(std::slice::from_ref(tree)).unwrap_or_default(),
        }
    }
    out
}

/// Whether a group can stay on its line: with all that follows, unless an object follows that can be spread instead.
fn fits(trees: &[Tree], column: usize) -> bool {
    let object = |tree: &Tree| matches!(tree, Tree::Group(group) if group.bracket == Bracket::Curly);
    let end = if trees[1..].iter().any(object) { 1 } else { trees.len() };
    line(&trees[..end]).is_some_and(|line| column + width(&line) < WIDTH)
}

/// A group over several lines.
fn spread(group: &Group, indent: usize) -> String {
    let (open, close) = (group.bracket.open(), group.bracket.close());
    let (inner, pad) = (indent + INDENT, " ".repeat(indent));
    match (group.bracket, group.items.as_slice()) {
        (_, []) => format!("{open}{close}"),
        (Bracket::Curly, members) => {
            let members: String = members.iter().map(|trees| member(trees, inner)).collect();
            format!("{open}\n{members}{pad}{close}")
        }
        (_, [only]) if alternatives(only).is_none() => {
            // In place, but on the narrowest page: what it holds is what does not fit.
            format!("{open}{}{close}", sequence(String::new(), only, indent, WIDTH))
        }
        (_, items) => {
            let lines: Vec<_> =
                items.iter().map(|trees| " ".repeat(inner) + &fit(String::new(), trees, inner)).collect();
            format!("{open}\n{}\n{pad}{close}", lines.join(",\n"))
        }
    }
}

/// A member of an object on lines of its own, its docs above.
fn member(trees: &[Tree], indent: usize) -> String {
    let count = trees.iter().take_while(|tree| matches!(tree, Tree::Leaf(Token::Doc(_)))).count();
    let (comments, trees) = trees.split_at(count);
    let mut out = String::new();
    for comment in comments {
        if let Tree::Leaf(Token::Doc(lines)) = comment {
            out += &docs::comment(lines, indent);
        }
    }
    let split = trees.iter().position(|tree| tree.is_mark(":")).map_or(0, |at| at + 1);
    let (name, value) = trees.split_at(split);
    let start = line(name).filter(|name| !name.is_empty()).map_or_else(String::new, |name| name + " ");
    out + &" ".repeat(indent) + &fit(start, value, indent) + ";\n"
}

/// All on one line; `None` with docs inside, which need lines of their own.
fn line(trees: &[Tree]) -> Option<String> {
    let mut out = String::new();
    for (at, tree) in trees.iter().enumerate() {
        if at > 0 && gap(&trees[..at], tree, trees.get(at + 1)) {
            out.push(' ');
        }
        match tree {
            Tree::Leaf(Token::Word(text) | Token::Text(text)) => out += text,
            Tree::Leaf(Token::Mark(mark)) => out += mark,
            Tree::Leaf(_) => return None,
            Tree::Group(group) => out += &group_line(group)?,
        }
    }
    Some(out)
}

fn group_line(group: &Group) -> Option<String> {
    let (open, close) = (group.bracket.open(), group.bracket.close());
    let items = group.items.iter().map(|item| line(item)).collect::<Option<Vec<_>>>()?;
    Some(match (group.bracket, items.as_slice()) {
        (_, []) => format!("{open}{close}"),
        (Bracket::Curly, items) => format!("{open} {} {close}", items.join("; ")),
        (_, items) => format!("{open}{}{close}", items.join(", ")),
    })
}

/// Whether a space belongs between what came and what comes.
fn gap(before: &[Tree], tree: &Tree, after: Option<&Tree>) -> bool {
    let Some(last) = before.last() else { return false };
    if last.is_mark(".") || last.is_mark("...") {
        return false;
    }
    match tree {
        Tree::Leaf(Token::Mark("." | ":")) => false,
        // `name?:` and `[A?]`, unlike the `?` of a conditional type.
        Tree::Leaf(Token::Mark("?")) => !after.is_none_or(|next| next.is_mark(":")),
        Tree::Leaf(_) => true,
        Tree::Group(group) if group.bracket == Bracket::Curly => true,
        Tree::Group(_) => match last {
            Tree::Leaf(Token::Word(word)) => OPERATORS.contains(&word.as_str()),
            Tree::Leaf(Token::Mark(_) | Token::Doc(_)) => true,
            Tree::Leaf(_) | Tree::Group(_) => false,
        },
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests;
