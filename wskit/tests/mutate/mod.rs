//! Values next to a sound one: every part replaced, removed, doubled, added to.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// The sample itself and everything that differs from it in one place.
pub(crate) fn mutations(sample: &Value, schema: &Value) -> Vec<Value> {
    let mut replacements = palette();
    replacements.extend(bounds(schema));
    let mut all = vec![sample.clone()];
    mutate(sample, &replacements, &mut |mutated| all.push(mutated));
    all
}

fn mutate(value: &Value, replacements: &[Value], found: &mut dyn FnMut(Value)) {
    replacements.iter().cloned().for_each(&mut *found);
    match value {
        Value::Array(items) => arrays(items, replacements, found),
        Value::Object(entries) => objects(entries, replacements, found),
        _ => {}
    }
}

fn arrays(items: &[Value], replacements: &[Value], found: &mut dyn FnMut(Value)) {
    for extra in items.iter().cloned().chain([Value::Null, json!(1)]) {
        found(items.iter().cloned().chain([extra]).collect());
    }
    for index in 0..items.len() {
        found(
            items.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, item)| item.clone()).collect(),
        );
        mutate(&items[index], replacements, &mut |mutated| {
            let mut items = items.to_vec();
            items[index] = mutated;
            found(Value::Array(items));
        });
    }
}

fn objects(entries: &Map<String, Value>, replacements: &[Value], found: &mut dyn FnMut(Value)) {
    for extra in [Value::Null, json!(1), json!({})] {
        let mut more = entries.clone();
        more.insert("anotherKey".to_owned(), extra);
        found(Value::Object(more));
    }
    // An array of the values is no object, although serde's own structs would read one.
    found(entries.values().cloned().collect());
    for (key, value) in entries {
        let mut fewer = entries.clone();
        fewer.remove(key);
        found(Value::Object(fewer.clone()));
        fewer.insert(format!("{key}_"), value.clone());
        found(Value::Object(fewer));
        mutate(value, replacements, &mut |mutated| {
            let mut entries = entries.clone();
            entries.insert(key.clone(), mutated);
            found(Value::Object(entries));
        });
    }
}

/// Values of every kind, and the ones that implementations are known to differ about.
fn palette() -> Vec<Value> {
    let safe = (1_i64 << 53) - 1;
    vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(-0.5),
        json!(1e300),
        json!(safe),
        json!(safe + 1),
        json!(-safe),
        json!(-safe - 1),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(""),
        json!("a"),
        json!("abc"),
        json!("abcd"),
        json!("abcde"),
        json!("äöü"),
        json!("𝄞𝄞𝄞"),
        json!("𝄞𝄞𝄞𝄞𝄞"),
        json!("a b"),
        json!("a\n"),
        json!("abc-12"),
        json!("abc-123"),
        json!("1"),
        json!("red"),
        json!("Red"),
        json!("darkBlue"),
        json!("https://a"),
        json!("http://a b"),
        json!("mailto:a@b"),
        json!("//a"),
        json!("1.2.3.4"),
        json!("1.2.3.256"),
        json!("01.2.3.4"),
        json!("::"),
        json!("1::2::3"),
        json!("fe80::1%1"),
        json!("a\u{e9}bc"),
        json!([1, 1]),
        json!([5, 6]),
        json!("a@b"),
        json!("a@b\n"),
        json!("a@b..c"),
        json!({"red": null}),
        json!([]),
        json!([1]),
        json!([1, 2]),
        json!([1, 2, 3]),
        json!([[]]),
        json!({}),
        json!({"a": 1}),
        json!({"a": 1, "b": 2}),
        json!({"a": 1, "b": 2, "c": 3}),
        json!({"kind": "nothing"}),
        json!({"kind": "circle"}),
        json!({"kind": "other"}),
        json!({"kind": null}),
    ]
}

/// Each numeric bound of a schema, one step below and one above; texts of each length around each bound.
fn bounds(schema: &Value) -> Vec<Value> {
    let (mut numbers, mut lengths) = (BTreeSet::new(), BTreeSet::new());
    collect(schema, &mut numbers, &mut lengths);
    let around = |bound: i64| [bound.saturating_sub(1), bound, bound.saturating_add(1)];
    let numbers = numbers.into_iter().flat_map(around).collect::<BTreeSet<_>>().into_iter().map(Value::from);
    let lengths: BTreeSet<_> =
        lengths.into_iter().flat_map(around).filter(|length| (0..1000).contains(length)).collect();
    let texts =
        lengths.into_iter().map(|length| json!("é".repeat(usize::try_from(length).unwrap_or_default())));
    numbers.chain(texts).collect()
}

fn collect(schema: &Value, numbers: &mut BTreeSet<i64>, lengths: &mut BTreeSet<i64>) {
    match schema {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value.as_f64()) {
                    #[allow(clippy::cast_possible_truncation, reason = "a bound that is near is near enough")]
                    ("minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum", Some(bound)) => {
                        numbers.insert(bound as i64);
                    }
                    #[allow(clippy::cast_possible_truncation, reason = "lengths are small")]
                    ("minLength" | "maxLength", Some(bound)) => {
                        lengths.insert(bound as i64);
                    }
                    _ => collect(value, numbers, lengths),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, numbers, lengths)),
        _ => {}
    }
}
