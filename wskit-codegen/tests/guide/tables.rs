//! The tables of the pages: what their cells say is what is generated.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde_json::{Value, json};
use wskit::{
    schema::{Builder, Protocol, TypeRef},
    validate::Validate,
};

use super::{
    constraints,
    judged::{Claim, Types},
    page::{Page, code},
};

macro_rules! builtin {
    ($($ty:ty),* $(,)?) => {{
        let mut builder = Builder::new("Builtin", "1.0.0", "");
        let types: Vec<(&str, TypeRef)> =
            vec![$( (stringify!($ty), builder.type_ref::<<$ty as Validate>::Wire>()) ),*];
        types
    }};
}

/// Every type that is not declared.
#[rustfmt::skip]
fn builtin() -> Vec<(&'static str, TypeRef)> {
    use std::borrow::Cow;
    use std::num::{NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize};
    use bytes::Bytes;
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
    use jiff::{Timestamp, civil};
    use rust_decimal::Decimal;
    use serde_json::Value;
    use url::Url;
    use uuid::Uuid;

    builtin!(
        bool, String, Box<str>, Cow<'static, str>, char, (),
        u8, u16, u32, i8, i16, i32, u64, usize, i64, isize, f64, f32,
        NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize,
        NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize,
        Vec<bool>, VecDeque<bool>, Box<bool>, Option<bool>, [bool; 3], (bool, String),
        HashSet<String>, BTreeSet<String>, HashMap<String, bool>, BTreeMap<String, bool>,
        HashMap<Uuid, bool>,
        Uuid, DateTime<Utc>, DateTime<FixedOffset>, NaiveDate, NaiveTime, NaiveDateTime,
        Timestamp, civil::Date, civil::Time, civil::DateTime, Url, Bytes, Decimal, Value,
    )
}

/// Holds the table of built-in types against what is generated; gives the number of types.
pub(crate) fn hold_builtin(page: &Page) -> usize {
    let builtin = builtin();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for cells in page.rows("Rust") {
        for name in code(&cells[0]) {
            let Some((_, ty)) = builtin.iter().find(|(known, _)| *known == name) else {
                wrong.push(format!("{name} is not tried"));
                continue;
            };
            seen.insert(name.to_owned());
            let schema = published(&ty.schema.receive, cells[2].contains("a pattern"));
            let said: Option<Value> =
                code(&cells[2]).first().and_then(|text| serde_json::from_str(text).ok());
            if said.as_ref() != Some(&schema) {
                wrong.push(format!("{name}: the schema is {schema}, the page says {}", cells[2]));
            }
            if code(&cells[3]) != [ty.typescript.as_str()] {
                wrong.push(format!("{name}: TypeScript is {}, the page says {}", ty.typescript, cells[3]));
            }
        }
    }
    let missing = builtin.iter().filter(|(name, _)| !seen.contains(*name));
    wrong.extend(missing.map(|(name, _)| format!("{name} is not on the page")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    seen.len()
}

/// A schema without what is for generators only, and without its patterns where they are only mentioned.
fn published(schema: &Value, without_patterns: bool) -> Value {
    match schema {
        Value::Object(keywords) => keywords
            .iter()
            .filter(|(keyword, _)| !keyword.starts_with("x-wskit-"))
            .filter(|(keyword, _)| !without_patterns || !["pattern", "allOf"].contains(&keyword.as_str()))
            .map(|(keyword, value)| (keyword.clone(), published(value, without_patterns)))
            .collect(),
        Value::Array(schemas) => schemas.iter().map(|each| published(each, without_patterns)).collect(),
        other => other.clone(),
    }
}

/// Whether a schema has all these keywords, wherever they are.
fn within(said: &Value, schema: &Value) -> bool {
    match (said, schema) {
        (Value::Object(said), Value::Object(schema)) => said
            .iter()
            .all(|(keyword, value)| schema.get(keyword).is_some_and(|stated| within(value, stated))),
        _ => said == schema,
    }
}

/// Holds the table of constraints against what is generated, and gives what it says of values.
pub(crate) fn hold_constraints(page: &Page, types: &Types, protocol: &Protocol) -> Vec<Claim> {
    let module = &wskit_codegen::emit::typescript(protocol)[2].contents;
    let (mut wrong, mut claims, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for cells in page.rows("constraint") {
        let (rule, ty) = (code(&cells[0])[0], code(&cells[1])[0]);
        let Some((name, ..)) = constraints::ROWS.iter().find(|row| (row.1, row.2) == (rule, ty)) else {
            wrong.push(format!("{rule} on {ty} is not tried"));
            continue;
        };
        seen.insert(*name);
        let definition = protocol.definitions.receive.get(*name).cloned().unwrap_or(json!(null));
        let said: Option<Value> = code(&cells[2]).first().and_then(|text| match *text {
            "pattern" => definition.get("pattern").map(|pattern| json!({ "pattern": pattern })),
            keywords => serde_json::from_str(keywords).ok(),
        });
        if !said.is_some_and(|said| within(&said, &definition)) {
            wrong.push(format!("{rule}: the schema is {definition}, the page says {}", cells[2]));
        }
        let expression = expression(module, name);
        if code(&cells[3])[0] != expression {
            wrong.push(format!("{rule}: the validator is {expression}, the page says {}", cells[3]));
        }
        let (place, issue) = (format!("docs/{}: {rule}", page.name), code(&cells[6])[0]);
        claims.extend(code(&cells[4]).iter().map(|text| types.claim(place.clone(), text, name)));
        let refused = format!("{name}: {issue}");
        claims.extend(code(&cells[5]).iter().map(|text| types.claim(place.clone(), text, &refused)));
    }
    let missing = constraints::ROWS.iter().filter(|row| !seen.contains(row.0));
    wrong.extend(missing.map(|row| format!("{} on {} is not on the page", row.1, row.2)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    claims
}

/// The expression of a validator, on one line.
fn expression(module: &str, name: &str) -> String {
    let start = format!("export const {name}: ");
    let statement =
        module.split(&start).nth(1).and_then(|rest| rest.split(";\n\n").next()).unwrap_or_default();
    let body = statement.split_once("schema(() =>").map_or("", |(_, body)| body);
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.strip_suffix(')').unwrap_or(&line).trim().trim_end_matches(',');
    line.replace("( ", "(").replace(", )", ")")
}
