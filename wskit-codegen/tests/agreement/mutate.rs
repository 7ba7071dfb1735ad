//! Values next to a sound one: every part replaced, removed, doubled, added to.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value, json};

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
        Value::String(text) => texts(text).for_each(|text| found(Value::String(text))),
        Value::Number(number) => numbers(number).into_iter().for_each(&mut *found),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Texts that differ from a sound one in a character or in its case.
fn texts(text: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> = text.chars().collect();
    let edits = ["", "0", "9", "a", "F", "-", ".", ":", " ", "/", "é"];
    let at_each = (0..characters.len().min(48)).flat_map(move |index| {
        let (before, after): (String, String) =
            (characters[..index].iter().collect(), characters[index + 1..].iter().collect());
        edits.into_iter().map(move |edit| format!("{before}{edit}{after}"))
    });
    let whole = [
        format!("{text}\n"),
        format!("{text}0"),
        format!(" {text}"),
        format!("0{text}"),
        format!("-{text}"),
        format!("+{text}"),
        format!("{text}.0"),
        format!("{text}Z"),
        text.to_uppercase(),
        text.to_lowercase(),
        text.replace('-', ""),
        text.replace('T', " "),
        text.repeat(2),
    ];
    at_each.chain(whole)
}

/// Numbers next to a sound one, and the same number in other spellings.
fn numbers(number: &Number) -> Vec<Value> {
    let Some(float) = number.as_f64() else { return Vec::new() };
    [float + 1.0, float - 1.0, float + 0.5, -float, float, float * 1e3, float.next_up(), float.next_down()]
        .into_iter()
        .map(Value::from)
        .collect()
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
    // Every other name of a field beside its own.
    for name in ["surname", "family", "nick", "many", "$last"] {
        let mut more = entries.clone();
        more.insert(name.to_owned(), json!("x"));
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
    let mut values = vec![
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
        json!({"type": "nothing", "value": null}),
        json!({"type": "one"}),
        json!({"type": "one", "value": null}),
        json!({"type": "two", "value": [1]}),
        json!({"value": "x", "type": "one"}),
        json!({"__proto__": 1}),
        json!({"constructor": 1}),
        json!({"x": 1, "y": 10}),
        json!({"size": 0}),
        json!(["a", "a"]),
        json!([null]),
    ];
    values.extend(forms());
    values
}

/// Texts of the forms of other libraries, and of what is nearly one.
fn forms() -> Vec<Value> {
    vec![
        json!("018f4ad2-7c3b-7e10-9d5a-0242ac120002"),
        json!("018F4AD2-7C3B-7E10-9D5A-0242AC120002"),
        json!("urn:uuid:018f4ad2-7c3b-7e10-9d5a-0242ac120002"),
        json!("018f4ad27c3b7e109d5a0242ac120002"),
        json!("{018f4ad2-7c3b-7e10-9d5a-0242ac120002}"),
        json!("2024-02-29T12:30:00Z"),
        json!("2023-02-29T12:30:00Z"),
        json!("2024-02-29 12:30:00Z"),
        json!("2024-02-29T23:59:60Z"),
        json!("2024-02-29T12:30:00"),
        json!("9999-12-31T23:59:59-23:59"),
        json!("0000-01-01T00:00:00Z"),
        json!("0001-01-01T00:00:00Z"),
        json!("0001-01-01T00:00:00+23:59"),
        json!("0002-01-01T00:00:00+23:59"),
        json!("9998-12-31T23:59:59-23:59"),
        json!("9998-12-31T23:59:59.999999999Z"),
        json!("9997-12-31T23:59:59-23:59"),
        json!("0000-01-01"),
        json!("9999-12-31"),
        json!("10000-01-01"),
        json!("24:00:00"),
        json!("aGk="),
        json!("aGl="),
        json!("aGk"),
        json!("-_=="),
        json!("0.10"),
        json!("1e5"),
        json!("79228162514264337593543950335"),
        json!("0.1234567890123456789012345678"),
        json!("-0"),
        json!("18446744073709551616"),
        json!("https://a:70000/"),
        json!("https://1.2.3.256/"),
        json!("file:///a"),
        json!(3.402_823_6e38),
        json!(0.1_f32),
        json!(0.100_000_001_5),
        json!(0.1),
        json!(0.3),
        json!("off-white"),
        json!("VERY_LOW"),
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

/// Values that differ from the sample in two places: a mutation of a mutation, as many as asked for.
pub(crate) fn second(first: &[Value], schema: &Value, count: usize) -> Vec<Value> {
    let mut replacements = palette();
    replacements.extend(bounds(schema));
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    (0..count)
        .map(|_| {
            let mut value = first[chance.below(first.len())].clone();
            anywhere(&mut value, &replacements, &mut chance);
            value
        })
        .collect()
}

/// Changes one part of a value.
fn anywhere(value: &mut Value, replacements: &[Value], chance: &mut Chance) {
    let here = chance.below(4) == 0;
    match value {
        Value::Array(items) if !here && !items.is_empty() => {
            let index = chance.below(items.len());
            anywhere(&mut items[index], replacements, chance);
        }
        Value::Object(entries) if !here && !entries.is_empty() => {
            let index = chance.below(entries.len());
            let (_, entry) = entries.iter_mut().nth(index).expect("an entry");
            anywhere(entry, replacements, chance);
        }
        _ => {
            let mut found = Vec::new();
            match value {
                Value::Array(_) | Value::Object(_) => found.extend_from_slice(replacements),
                _ => mutate(value, replacements, &mut |mutated| found.push(mutated)),
            }
            *value = found.swap_remove(chance.below(found.len()));
        }
    }
}

/// Numbers that look random and are the same in every run (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or_default()
    }
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
