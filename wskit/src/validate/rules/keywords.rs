//! Keywords, so that several constraints on one field all hold: none overwrites what another has stated.

use schemars::Schema;
use serde_json::{Value, json};

/// Adds a keyword; where it stands already with another value, as a further branch of `allOf`.
pub(super) fn add(schema: &mut Schema, keyword: &str, value: Value) {
    match schema.get(keyword) {
        None => {
            schema.insert(keyword.to_owned(), value);
        }
        Some(stated) if *stated == value => {}
        Some(_) => {
            let branch = json!({ keyword: value });
            match schema.get_mut("allOf").and_then(Value::as_array_mut) {
                Some(branches) => branches.push(branch),
                None => {
                    schema.insert("allOf".to_owned(), json!([branch]));
                }
            }
        }
    }
}

/// States the least allowed, unless what is stated already asks for more.
pub(super) fn at_least(schema: &mut Schema, keyword: &str, bound: Value) {
    tighten(schema, keyword, bound, |stated, bound| stated >= bound);
}

/// States the most allowed, unless what is stated already allows less.
pub(super) fn at_most(schema: &mut Schema, keyword: &str, bound: Value) {
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
        for source in ["a", "a", "b", "c"] {
            add(&mut schema, "pattern", source.into());
        }
        let all = json!({ "pattern": "a", "allOf": [{ "pattern": "b" }, { "pattern": "c" }] });
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
