//! The part of the runtime that a module needs: the functions it calls, and what those use.

use std::collections::BTreeSet;

/// What starts an item. Lines inside of one are indented, or close it.
const STARTS: [&str; 4] = ["function ", "interface ", "type ", "const "];

/// An item of the runtime with its comment.
struct Item<'a> {
    name: &'a str,
    text: String,
    is_type: bool,
}

/// The items that the functions of these names need, in the order of the source; functions are not exported.
pub(super) fn needed(source: &str, names: &BTreeSet<&str>) -> String {
    let items = items(source);
    let mut wanted: BTreeSet<&str> = names.clone();
    loop {
        let more: BTreeSet<_> = items
            .iter()
            .filter(|item| wanted.contains(item.name))
            .flat_map(|item| items.iter().filter(|other| item.uses(other)).map(|other| other.name))
            .filter(|name| !wanted.contains(name))
            .collect();
        if more.is_empty() {
            break;
        }
        wanted.extend(more);
    }
    let texts: Vec<_> = items
        .iter()
        .filter(|item| wanted.contains(item.name))
        .map(|item| item.text.replace("export function ", "function "))
        .collect();
    texts.join("\n\n")
}

/// The exported types, with their comments.
pub(super) fn public_types(source: &str) -> String {
    let items = items(source);
    let types: Vec<_> = items
        .iter()
        .filter(|item| item.is_type && item.text.lines().any(|line| line.starts_with("export ")))
        .map(|item| item.text.as_str())
        .collect();
    types.join("\n\n")
}

/// The names of all functions.
pub(super) fn functions(source: &str) -> Vec<&str> {
    items(source).into_iter().filter(|item| !item.is_type).map(|item| item.name).collect()
}

impl Item<'_> {
    /// Whether another item is named outside of comments: a type anywhere, a function where it is called.
    fn uses(&self, other: &Item<'_>) -> bool {
        let code = self.text.lines().map(str::trim_start).filter(|line| !is_comment(line));
        code.into_iter().any(|line| {
            line.match_indices(other.name).any(|(at, name)| {
                let before = line[..at].chars().next_back();
                let after = line[at + name.len()..].chars().next();
                let whole = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || "_$.".contains(c));
                whole(before) && if other.is_type { whole(after) } else { after == Some('(') }
            })
        })
    }
}

fn is_comment(line: &str) -> bool {
    ["/*", "*", "//"].iter().any(|start| line.starts_with(start))
}

/// The items of a module that is formatted as ours are.
fn items(source: &str) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in source.lines() {
        let code = line.strip_prefix("export ").unwrap_or(line);
        if let Some(start) = STARTS.iter().find(|start| code.starts_with(**start)) {
            let rest = &code[start.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            comment.push(line);
            let is_type = matches!(*start, "interface " | "type ");
            items.push(Item { name: &rest[..end], text: comment.join("\n"), is_type });
            comment.clear();
        } else if line.starts_with("/*") {
            comment = vec![line];
        } else if !comment.is_empty() && line.starts_with(" *") {
            comment.push(line);
        } else if line.is_empty() || line.starts_with("//") {
            comment.clear();
        } else if let Some(item) = items.last_mut() {
            item.text += "\n";
            item.text += line;
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "/** The module. */\n\n/** A b(). */\nexport type A = string;\n\n// --- More ---\n\n\
        /**\n * One.\n */\nexport function a(): A {\n  return x.b() + c();\n}\nexport function b() {\n}\n\
        function c(): void {\n  a();\n}\n";

    #[test]
    fn only_what_is_used_comes_along() {
        assert_eq!(functions(SOURCE), ["a", "b", "c"]);
        assert_eq!(public_types(SOURCE), "/** A b(). */\nexport type A = string;");
        assert_eq!(needed(SOURCE, &BTreeSet::from(["b"])), "function b() {\n}");
        assert_eq!(
            needed(SOURCE, &BTreeSet::from(["c"])),
            "/** A b(). */\nexport type A = string;\n\n\
             /**\n * One.\n */\nfunction a(): A {\n  return x.b() + c();\n}\n\nfunction c(): void {\n  a();\n}"
        );
    }
}
