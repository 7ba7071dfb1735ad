//! Keywords, so that several constraints on one field all hold: none overwrites what another has stated.

use schemars::Schema;
use serde_json::{Value, json};

/// The code of the issue that a text causes which does not match the `pattern` beside this keyword; without it, the
/// code is `pattern`. It is for our own generators, who leave it out of what they publish.
const CODE: &str = "x-wskit-code";

/// Adds a pattern; where another one stands already, as a further branch of `allOf`.
pub(in crate::validate) fn add_pattern(schema: &mut Schema, pattern: &str, code: &str) {
    let mut added = json!({ "pattern": pattern });
    if code != "pattern" {
        added[CODE] = code.into();
    }
    match schema.get("pattern") {
        None => schema.ensure_object().extend(added.as_object().cloned().unwrap_or_default()),
        Some(stated) if stated == pattern && schema.get(CODE) == added.get(CODE) => {}
        Some(_) => branch(schema, added),
    }
}

/// Adds to what all has to hold.
pub(in crate::validate) fn branch(schema: &mut Schema, added: Value) {
    match schema.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(branches) => branches.push(added),
        None => {
            schema.insert("allOf".to_owned(), json!([added]));
        }
    }
}

/// States the least allowed, unless what is stated already asks for more.
pub(crate) fn at_least(schema: &mut Schema, keyword: &str, bound: Value) {
    tighten(schema, keyword, bound, |stated, bound| stated >= bound);
}

/// States the most allowed, unless what is stated already allows less.
pub(crate) fn at_most(schema: &mut Schema, keyword: &str, bound: Value) {
    tighten(schema, keyword, bound, |stated, bound| stated <= bound);
}

fn tighten(schema: &mut Schema, keyword: &str, bound: Value, tight: fn(f64, f64) -> bool) {
    let stated = schema.get(keyword).and_then(Value::as_f64);
    let enough = stated.zip(bound.as_f64()).is_some_and(|(stated, bound)| tight(stated, bound));
    if !enough {
        schema.insert(keyword.to_owned(), bound);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_stays_and_is_not_repeated() {
        let mut schema = Schema::default();
        for (source, code) in [("a", "pattern"), ("a", "pattern"), ("b", "email"), ("c", "pattern")] {
            add_pattern(&mut schema, source, code);
        }
        let all = json!({
            "pattern": "a",
            "allOf": [{ "pattern": "b", "x-wskit-code": "email" }, { "pattern": "c" }]
        });
        assert_eq!(schema.to_value(), all);
    }

    #[test]
    fn the_tighter_bound_stands() {
        let mut schema = Schema::default();
        for bound in [1, 3, 2] {
            at_least(&mut schema, "minimum", bound.into());
            at_most(&mut schema, "maximum", bound.into());
        }
        assert_eq!(schema.to_value(), json!({ "minimum": 3, "maximum": 1 }));
    }
}
