//! From a shape to the expression that builds its validator.

use super::{expression::Expression, patterns::Patterns};
use crate::shape::{Field, ListKind, Rule, Shape};

/// What an expression refers to.
pub(super) struct Build<'a> {
    /// The constant of a named type.
    pub(super) constant: &'a dyn Fn(&str) -> String,
    /// Patterns that stand on their own.
    pub(super) patterns: &'a Patterns,
}

impl Build<'_> {
    pub(super) fn shape(&self, shape: &Shape) -> Expression {
        match shape {
            Shape::Anything { unread } if unread.is_empty() => Expression::call("anything"),
            // Said in the code, where whoever wonders will look.
            Shape::Anything { unread } => {
                let keywords = unread.join(", ").replace("*/", "");
                let comment = Expression::Atom(format!("/* not looked at: {keywords} */"));
                Expression::Call("anything", vec![comment])
            }
            Shape::Null => Expression::call("nothing"),
            Shape::Boolean => Expression::call("boolean"),
            Shape::Text { form: None, rules } => self.call("text", [], rules),
            Shape::Text { form: Some(form), rules } => {
                self.call("form", [Expression::text(&form.code), self.patterns.expression(form)], rules)
            }
            Shape::Names(names) => {
                Expression::Call("names", names.iter().map(|name| Expression::text(&name.name)).collect())
            }
            Shape::Integer { width, rules } => self.call("integer", [Expression::text(width)], rules),
            Shape::Number { single: true, rules } => Expression::Call("float32", self.float_rules(rules)),
            Shape::Number { single: false, rules } => self.call("number", [], rules),
            Shape::List { kind, item, rules } => self.list(*kind, item, rules),
            Shape::Tuple(items) => Expression::Call("tuple", self.shapes(items)),
            Shape::Map { keys, values, rules } => {
                self.call("map", [self.shape(keys), self.shape(values)], rules)
            }
            Shape::Object(fields) => Expression::Call("object", vec![self.fields(fields)]),
            Shape::Tagged { tag, variants } => {
                let variants =
                    variants.iter().map(|variant| (variant.name.clone(), self.fields(&variant.fields)));
                let variants = Expression::Object(variants.collect());
                Expression::Call("tagged", vec![Expression::text(tag), variants])
            }
            Shape::Union(shapes) => Expression::Call("union", self.shapes(shapes)),
            Shape::Nullable(shape) => Expression::Call("nullable", vec![self.shape(shape)]),
            Shape::Named(name) => Expression::Atom((self.constant)(name)),
        }
    }

    fn shapes(&self, shapes: &[Shape]) -> Vec<Expression> {
        shapes.iter().map(|shape| self.shape(shape)).collect()
    }

    fn list(&self, kind: ListKind, item: &Shape, rules: &[Rule]) -> Expression {
        let item = self.shape(item);
        match kind {
            ListKind::Any => self.call("list", [item], rules),
            ListKind::Set => self.call("set", [item], rules),
            ListKind::Fixed(count) => self.call("array", [Expression::Atom(count.to_string()), item], rules),
        }
    }

    fn fields(&self, fields: &[Field]) -> Expression {
        Expression::Object(fields.iter().map(|field| (field.name.clone(), self.field(field))).collect())
    }

    fn field(&self, field: &Field) -> Expression {
        let mut expression = self.shape(&field.shape);
        if !field.aliases.is_empty() {
            let aliases = field.aliases.iter().map(|alias| Expression::text(alias));
            expression = Expression::Call("aliased", std::iter::once(expression).chain(aliases).collect());
        }
        if field.required { expression } else { Expression::Call("optional", vec![expression]) }
    }

    /// A call with arguments of its own, followed by constraints.
    fn call<const N: usize>(
        &self,
        name: &'static str,
        arguments: [Expression; N],
        rules: &[Rule],
    ) -> Expression {
        let rules = rules.iter().map(|rule| self.rule(rule, &serde_json::Number::to_string));
        Expression::Call(name, arguments.into_iter().chain(rules).collect())
    }

    /// Constraints of a number of 32 bits: its bounds are rounded as the number is.
    fn float_rules(&self, rules: &[Rule]) -> Vec<Expression> {
        let rounded = |bound: &serde_json::Number| format!("Math.fround({bound})");
        rules.iter().map(|rule| self.rule(rule, &rounded)).collect()
    }

    fn rule(&self, rule: &Rule, number: &dyn Fn(&serde_json::Number) -> String) -> Expression {
        match rule {
            Rule::Length(min, max) => {
                let bound = |name: &str, bound: &Option<u64>| {
                    bound.map(|bound| (name.to_owned(), Expression::Atom(bound.to_string())))
                };
                let bounds = bound("min", min).into_iter().chain(bound("max", max)).collect();
                Expression::Call("length", vec![Expression::Object(bounds)])
            }
            Rule::Range(bounds) => {
                let bounds = bounds
                    .iter()
                    .map(|(name, bound)| ((*name).to_owned(), Expression::Atom(number(bound))))
                    .collect();
                Expression::Call("range", vec![Expression::Object(bounds)])
            }
            Rule::NonZero => Expression::call("nonZero"),
            Rule::Unique => Expression::call("unique"),
            Rule::Pattern(pattern) => {
                let code = (pattern.code != "pattern").then(|| Expression::text(&pattern.code));
                let source = self.patterns.expression(pattern);
                Expression::Call("pattern", std::iter::once(source).chain(code).collect())
            }
        }
    }
}
