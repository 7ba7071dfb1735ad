//! The constraints that a schema states.

use serde_json::{Map, Number, Value};

use super::{Pattern, Rule};

/// The codes of patterns that are constraints. Any other pattern is the form that a string needs to be read at all.
const CONSTRAINTS: [&str; 8] = ["pattern", "email", "url", "ip", "ascii", "contains", "prefix", "suffix"];

/// The widths of Rust's integers, with their least and greatest.
const WIDTHS: [(&str, i64, i64); 8] = [
    ("int8", i8::MIN as i64, i8::MAX as i64),
    ("int16", i16::MIN as i64, i16::MAX as i64),
    ("int32", i32::MIN as i64, i32::MAX as i64),
    ("int64", -SAFE, SAFE),
    ("uint8", 0, u8::MAX as i64),
    ("uint16", 0, u16::MAX as i64),
    ("uint32", 0, u32::MAX as i64),
    ("uint64", 0, SAFE),
];

/// The largest integer that JavaScript holds exactly.
const SAFE: i64 = (1 << 53) - 1;

/// The patterns of a string: the form it needs to be read, and constraints.
pub(super) fn of_text(schema: &Map<String, Value>) -> (Option<Pattern>, Vec<Rule>) {
    let branches = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    let own = pattern(schema).into_iter().map(|pattern| ("pattern", pattern));
    let others = branches.filter_map(Value::as_object).filter_map(pattern).map(|pattern| ("allOf", pattern));
    let is_form = |(_, pattern): &(_, Pattern)| !CONSTRAINTS.contains(&pattern.code.as_str());
    let (forms, patterns): (Vec<_>, Vec<_>) = own.chain(others).partition(is_form);
    let mut forms = forms.into_iter();
    let form = forms.next().map(|(_, form)| form);
    let patterns = forms.chain(patterns).map(|(keyword, pattern)| (keyword, Rule::Pattern(pattern)));
    let length = length(schema, "minLength", "maxLength").into_iter().map(|rule| ("minLength", rule));
    (form, in_order(schema, length.chain(patterns).collect()))
}

/// Rules in the order of their keywords, which is that of declaration.
fn in_order(schema: &Map<String, Value>, mut rules: Vec<(&str, Rule)>) -> Vec<Rule> {
    let position = |keyword: &str| {
        let most = keyword.replace("min", "max");
        schema.keys().position(|key| key == keyword || *key == most)
    };
    rules.sort_by_key(|(keyword, _)| position(keyword));
    rules.into_iter().map(|(_, rule)| rule).collect()
}

fn pattern(schema: &Map<String, Value>) -> Option<Pattern> {
    let source = schema.get("pattern")?.as_str()?.to_owned();
    let code = schema.get("x-wskit-code").and_then(Value::as_str).unwrap_or("pattern").to_owned();
    Some(Pattern { code, source })
}

/// The width of an integer, and the bounds that are narrower.
pub(super) fn of_integer(schema: &Map<String, Value>) -> (String, Vec<Rule>) {
    let format = schema.get("x-wskit-format").or_else(|| schema.get("format")).and_then(Value::as_str);
    let format = match format {
        Some("uint") => "uint64",
        Some("int") | None => "int64",
        Some(format) => format,
    };
    let (width, least, most) =
        WIDTHS.into_iter().find(|(name, ..)| *name == format).unwrap_or(("int64", -SAFE, SAFE));
    let implied = |word: &str, bound: &Number| match word {
        "min" => bound.as_i64().is_some_and(|bound| bound <= least),
        "max" => bound.as_i64().is_some_and(|bound| bound >= most),
        _ => false,
    };
    let mut rules = range(schema, implied);
    if schema.get("not").and_then(|not| not.get("const")).and_then(Value::as_i64) == Some(0) {
        rules.push(Rule::NonZero);
    }
    (width.to_owned(), rules)
}

/// Whether a number is rounded to 32 bits, and its bounds.
pub(super) fn of_number(schema: &Map<String, Value>) -> (bool, Vec<Rule>) {
    let format = schema.get("x-wskit-format").or_else(|| schema.get("format")).and_then(Value::as_str);
    let single = format == Some("float");
    let end = f64::from(f32::MAX);
    let implied = |_: &str, bound: &Number| single && bound.as_f64().is_some_and(|bound| bound.abs() > end);
    (single, range(schema, implied))
}

/// The bounds that are stated, one constraint; `implied` takes those away that the type has anyhow.
fn range(schema: &Map<String, Value>, implied: impl Fn(&str, &Number) -> bool) -> Vec<Rule> {
    let words = [
        ("min", "minimum"),
        ("above", "exclusiveMinimum"),
        ("max", "maximum"),
        ("below", "exclusiveMaximum"),
    ];
    let bounds: Vec<_> = words
        .into_iter()
        .filter_map(|(word, keyword)| match schema.get(keyword) {
            Some(Value::Number(bound)) if !implied(word, bound) => Some((word, bound.clone())),
            _ => None,
        })
        .collect();
    if bounds.is_empty() { Vec::new() } else { vec![Rule::Range(bounds)] }
}

/// A length between two keywords.
pub(super) fn length(schema: &Map<String, Value>, min: &str, max: &str) -> Vec<Rule> {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    match (bound(min), bound(max)) {
        (None, None) => Vec::new(),
        (min, max) => vec![Rule::Length(min, max)],
    }
}

/// The length of an array; with `unique` also that items may not repeat.
pub(super) fn of_array(schema: &Map<String, Value>, length: bool, unique: bool) -> Vec<Rule> {
    let unique = unique && schema.get("uniqueItems").and_then(Value::as_bool) == Some(true);
    let unique = unique.then_some(("uniqueItems", Rule::Unique));
    let length = if length { self::length(schema, "minItems", "maxItems") } else { Vec::new() };
    let length = length.into_iter().map(|rule| ("minItems", rule));
    in_order(schema, length.chain(unique).collect())
}
