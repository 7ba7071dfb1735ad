//! `@deprecated` on fields: ts-rs leaves it out, the schema has it.

use super::{
    docs, literal,
    token::{Bracket, Token},
    tree::{Group, Tree},
};
use crate::shape::{Field, Shape};

/// Marks the fields of a declaration that are deprecated in its shape.
pub(super) fn mark(declaration: &mut [Tree], shape: &Shape) {
    for tree in declaration {
        if let Tree::Group(group) = tree
            && group.bracket == Bracket::Curly
            && !group.is_mapped()
            && let Some(fields) = fields(shape, group)
        {
            group.items.iter_mut().for_each(|member| mark_member(member, fields));
        }
    }
}

/// The fields that an object of the declaration has: those of the variant that its tag names.
fn fields<'a>(shape: &'a Shape, group: &Group) -> Option<&'a [Field]> {
    match shape {
        Shape::Object(fields) => Some(fields),
        Shape::Tagged { tag, variants } => {
            let says = |name: &str| {
                let value = Token::Text(literal(name));
                group.items.iter().any(|member| {
                    named(member) == Some(tag)
                        && matches!(member.last(), Some(Tree::Leaf(last)) if *last == value)
                })
            };
            variants.iter().find(|variant| says(&variant.name)).map(|variant| variant.fields.as_slice())
        }
        _ => None,
    }
}

fn mark_member(member: &mut Vec<Tree>, fields: &[Field]) {
    let field = named(member).and_then(|name| fields.iter().find(|field| field.name == name));
    let Some(note) = field.and_then(|field| field.about.deprecated.as_deref()) else { return };
    match member.first_mut() {
        Some(Tree::Leaf(Token::Doc(lines))) => {
            *lines = docs::with_deprecation(std::mem::take(lines), Some(note));
        }
        _ => member.insert(0, Tree::Leaf(Token::Doc(docs::with_deprecation(Vec::new(), Some(note))))),
    }
}

/// The name of a member, without quotes.
fn named(member: &[Tree]) -> Option<&str> {
    let name = member.iter().find(|tree| !matches!(tree, Tree::Leaf(Token::Doc(_))))?;
    match name {
        Tree::Leaf(Token::Word(name)) => Some(name),
        Tree::Leaf(Token::Text(name)) => name.get(1..name.len() - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::layout;
    use crate::shape::parse;

    #[test]
    fn a_field_says_that_it_is_deprecated() {
        let shape = parse(&json!({
            "type": "object",
            "properties": { "a": { "type": "string", "deprecated": true, "x-wskit-deprecated": "use `d`" }, "b-c": { "type": "string", "deprecated": true }, "d": {} },
            "additionalProperties": false,
        }));
        let text = "type A = { a: string, /** A b. */ \"b-c\": string, d: { a: string } };";
        let expected = "export interface A {\n  /** @deprecated use `d` */\n  a: string;\n  /**\n   * A b.\n   *\n   * @deprecated\n   */\n  \
                        \"b-c\": string;\n  d: { a: string };\n}";
        assert_eq!(layout::declaration_of(text, Some(&shape)), expected);
    }

    #[test]
    fn in_a_tagged_union_only_in_its_variant() {
        let variant = |name: &str, deprecated: bool| {
            json!({
                "type": "object",
                "properties": { "kind": { "const": name }, "a": { "type": "string", "deprecated": deprecated } },
                "required": ["kind"],
                "additionalProperties": false,
            })
        };
        let shape = parse(&json!({ "oneOf": [variant("x", false), variant("y", true)] }));
        let text = "type A = { \"kind\": \"x\", a: string } | { \"kind\": \"y\", a: string };";
        let marked = layout::declaration_of(text, Some(&shape));
        assert_eq!(marked.matches("@deprecated").count(), 1);
        assert!(marked.find("\"y\"") < marked.find("@deprecated"), "{marked}");
    }
}
