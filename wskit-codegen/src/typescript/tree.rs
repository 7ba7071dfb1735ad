//! Tokens with their brackets paired. More structure than this a printer does not need, and less would not do: what
//! stands in `#[ts(type = "...")]` may be any type there is.

use super::token::{Bracket, Token, Unreadable, is_identifier, tokens};

/// A token, or what stands between two brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    Leaf(Token),
    Group(Group),
}

/// What stands between two brackets, apart at commas and semicolons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) bracket: Bracket,
    pub(super) items: Vec<Vec<Tree>>,
}

impl Group {
    /// `{ [key in K]: V }`, which an interface cannot be.
    pub(super) fn is_mapped(&self) -> bool {
        self.bracket == Bracket::Curly
            && self.items.iter().any(|item| match item.first() {
                Some(Tree::Group(key)) => key.items.iter().flatten().any(|tree| tree.is_word("in")),
                _ => false,
            })
    }
}

impl Tree {
    pub(super) fn is_mark(&self, mark: &str) -> bool {
        matches!(self, Self::Leaf(Token::Mark(found)) if *found == mark)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Leaf(Token::Word(found)) if found == word)
    }
}

/// Reads one type, or one declaration; a semicolon at its end is dropped.
pub(super) fn parse(text: &str) -> Result<Vec<Tree>, Unreadable> {
    let mut tokens = tokens(text)?.into_iter();
    let mut items = items(&mut tokens, None)?;
    match (items.pop(), items.is_empty()) {
        (Some(item), true) => Ok(item),
        _ => Err(Unreadable),
    }
}

/// Everything up to the bracket that closes, or up to the end.
fn items(
    tokens: &mut impl Iterator<Item = Token>,
    until: Option<Bracket>,
) -> Result<Vec<Vec<Tree>>, Unreadable> {
    let mut items = Vec::new();
    let mut item = Vec::new();
    loop {
        match tokens.next() {
            None if until.is_none() => break,
            Some(Token::Close(bracket)) if until == Some(bracket) => break,
            None | Some(Token::Close(_)) => return Err(Unreadable),
            Some(Token::Mark("," | ";")) => finish(&mut items, &mut item, until),
            // The `|` that may stand before the first of a union.
            Some(Token::Mark("|")) if item.is_empty() => {}
            Some(Token::Open(bracket)) => {
                let items = self::items(tokens, Some(bracket))?;
                item.push(Tree::Group(Group { bracket, items }));
            }
            Some(token) => item.push(Tree::Leaf(token)),
        }
    }
    finish(&mut items, &mut item, until);
    Ok(items)
}

fn finish(items: &mut Vec<Vec<Tree>>, item: &mut Vec<Tree>, inside: Option<Bracket>) {
    if item.is_empty() {
        return;
    }
    let mut item = std::mem::take(item);
    if inside == Some(Bracket::Curly) {
        unquote(&mut item);
    }
    if let Some(after) = item.iter().position(|tree| tree.is_mark(":") || tree.is_mark("=")).map(|at| at + 1)
    {
        // As above, the `|` before the first of a union.
        if item.get(after).is_some_and(|tree| tree.is_mark("|")) {
            item.remove(after);
        }
    }
    items.push(item);
}

/// `"kind": string` says no more than `kind: string`.
fn unquote(member: &mut [Tree]) {
    let Some(at) = member.iter().position(|tree| !matches!(tree, Tree::Leaf(Token::Doc(_)))) else { return };
    let is_key = member.get(at + 1).is_some_and(|tree| tree.is_mark(":") || tree.is_mark("?"));
    let Tree::Leaf(Token::Text(text)) = &member[at] else { return };
    let name = &text[1..text.len() - 1];
    if is_key && is_identifier(name) {
        member[at] = Tree::Leaf(Token::Word(name.to_owned()));
    }
}
