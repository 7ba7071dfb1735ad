//! One verdict: what the server says of a value, what the published schema says, and what the generated validator says.
//!
//! This writes down what the first two say of many values, in `tests/verdicts`, beside the validators; the tests of the
//! TypeScript client (`client/test/verdicts.test.mjs`) ask the validators about the same values.
//!
//! `WSKIT_GOLDEN=write cargo test -p wskit-codegen --test verdicts` writes it anew; read the difference before committing.
#![allow(missing_docs)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    num::NonZeroU8,
    path::Path,
};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use wskit::{
    schema::DescribeProtocol,
    validate::{self, Validate},
};
use wskit_codegen::{File, emit};

wskit::message!(
    #[event]
    pub struct Scalars {
        pub text: String,
        pub flag: bool,
        pub narrow: u8,
        pub signed: i16,
        pub wide: u64,
        pub wide_signed: i64,
        pub real: f64,
        #[wire(string)]
        pub ledger: u64,
    }

    #[event]
    pub struct Constrained {
        #[validate(length(min = 2, max = 4))]
        pub text: String,
        #[validate(range(min = -3, max = 3))]
        pub small: i32,
        #[validate(range(exclusive_min = 0.5, max = 1.5))]
        pub real: f64,
        #[validate(pattern("^[a-c]+(/[0-9]{1,2})?$"), length(max = 5))]
        pub code: Option<String>,
        #[validate(items(max = 2), unique, inner(range(max = 9)))]
        pub list: Vec<u8>,
        #[validate(length(min = 1, max = 2), inner(length(max = 2)))]
        pub map: BTreeMap<String, String>,
    }

    #[data]
    pub struct Name(#[validate(length(min = 1, max = 3), pattern("^[^ ]*$"))] String);

    #[data]
    pub struct Percent(#[validate(range(max = 100))] u8);

    #[data]
    pub struct Meters(pub f64);

    #[data]
    pub enum Color {
        Red,
        /// Not so bright.
        DarkBlue,
    }

    #[event]
    pub enum Figure {
        Nothing,
        Circle {
            radius: Meters,
        },
        Box {
            #[validate(length(max = 2))]
            sides: Vec<Percent>,
            name: Option<Name>,
        },
    }

    #[event]
    pub struct Nested {
        pub name: Name,
        pub color: Color,
        pub figures: Vec<Figure>,
        pub by_name: BTreeMap<Name, Percent>,
        pub pair: (u8, String),
        pub three: [bool; 3],
        pub boxed: Box<Percent>,
        pub deep: Option<Vec<Option<Color>>>,
        #[validate(items(max = 2))]
        pub names: Vec<Name>,
        pub codes: BTreeSet<u8>,
        pub initial: char,
        pub count: NonZeroU8,
    }

    #[event]
    pub struct Tree {
        pub value: Percent,
        pub children: Vec<Tree>,
    }
);

wskit::protocol!(pub Verdicts { version = "1.0.0"; Scalars, Constrained, Figure, Nested, Tree });

fn samples() -> Vec<(&'static str, Judge, Vec<Value>)> {
    vec![
        (
            "Scalars",
            judge::<Scalars>,
            vec![json!({
                "text": "a", "flag": true, "narrow": 1, "signed": -1, "wide": 1, "wideSigned": -1, "real": 0.25,
                "ledger": "12"
            })],
        ),
        (
            "Constrained",
            judge::<Constrained>,
            vec![json!({
                "text": "abc", "small": 0, "real": 1.0, "code": "abc/1", "list": [1], "map": {"k": "v"}
            })],
        ),
        (
            "Figure",
            judge::<Figure>,
            vec![json!({"kind": "nothing"}), json!({"kind": "box", "sides": [1, 2], "name": "x"})],
        ),
        (
            "Nested",
            judge::<Nested>,
            vec![json!({
                "name": "Ada", "color": "darkBlue", "figures": [{"kind": "circle", "radius": 1}],
                "byName": {"k": 1}, "pair": [1, "x"], "three": [true, false, true], "boxed": 7,
                "deep": [null, "red"], "names": ["a"], "codes": [1],
                "initial": "\u{e9}", "count": 1
            })],
        ),
        ("Tree", judge::<Tree>, vec![json!({"value": 1, "children": [{"value": 2, "children": []}]})]),
    ]
}

/// Texts of trees at the bounds of what is read at all: 127 levels, and Unicode.
fn texts() -> Vec<String> {
    let nested = |inner: &str| {
        let start = r#"{"value":1,"children":["#.repeat(63);
        format!("{start}{inner}{}", "]}".repeat(63))
    };
    let unicode = |value: &str| format!(r#"{{"value":{value},"children":[]}}"#);
    vec![
        nested(""),
        nested("[]"),
        nested("[[]]"),
        nested(r#"{"value":1,"children":[]}"#),
        unicode(r#""\ud83d\ude00""#),
        unicode(r#""\ud83d""#),
        unicode(r#"{"\ude00":1}"#),
    ]
}

/// The issues of a value: code and place.
type Judge = fn(&Value) -> Vec<(String, String)>;

fn judge<T: Validate>(value: &Value) -> Vec<(String, String)> {
    judge_text::<T>(&value.to_string())
}

fn judge_text<T: Validate>(text: &str) -> Vec<(String, String)> {
    match validate::from_json::<T>(text) {
        Ok(_) => Vec::new(),
        Err(invalid) => {
            invalid.issues().iter().map(|issue| (issue.code.to_string(), issue.path.clone())).collect()
        }
    }
}

#[test]
fn the_server_and_the_schema_say_what_is_committed() {
    let protocol = Verdicts::protocol().expect("no name is taken");
    let (mut all, mut values, mut sound) = (Map::new(), 0, 0);
    for (name, judge, samples) in samples() {
        let schemas =
            [emit::json_schema, emit::json_schema_draft07].map(|emit| schema_of(&emit(&protocol), name));
        let mut lines: Vec<Value> = Vec::new();
        for value in samples.iter().flat_map(mutations) {
            let issues = judge(&value);
            for schema in &schemas {
                assert_eq!(issues.is_empty(), schema.is_valid(&value), "{name}: {value}\n{issues:?}");
            }
            values += 1;
            sound += usize::from(issues.is_empty());
            lines.push(json!([value, issues]));
        }
        all.insert(name.to_owned(), lines.into());
    }
    let texts: Vec<_> = texts().into_iter().map(|text| json!([text, judge_text::<Tree>(&text)])).collect();
    all.insert("texts".to_owned(), texts.into());
    println!("{values} values, {sound} of them sound");
    assert!(values > 1000 && sound > 50);
    let emitted =
        [emit::typescript, emit::json_schema, emit::json_schema_draft07].map(|emit| emit(&protocol));
    let mut files: Vec<_> = emitted.concat().into_iter().map(|file| (file.path, file.contents)).collect();
    files.retain(|(path, _)| path.to_str() != Some("client.ts"));
    files.push(("verdicts.json".into(), lines(&all)));
    compare(&files);
}

/// One value a line, so that a difference can be read.
fn lines(all: &Map<String, Value>) -> String {
    let types = all.iter().map(|(name, values)| {
        let values: Vec<_> = values.as_array().into_iter().flatten().map(Value::to_string).collect();
        format!("\"{name}\": [\n{}\n]", values.join(",\n"))
    });
    format!("{{\n{}\n}}\n", types.collect::<Vec<_>>().join(",\n"))
}

fn compare(files: &[(std::path::PathBuf, String)]) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts");
    let write = std::env::var("WSKIT_GOLDEN").is_ok_and(|value| value == "write");
    let mut stale = Vec::new();
    for (path, contents) in files {
        if write {
            fs::write(directory.join(path), contents).expect("written");
        }
        if fs::read_to_string(directory.join(path)).unwrap_or_default() != *contents {
            stale.push(path.display().to_string());
        }
    }
    assert!(
        stale.is_empty(),
        "{} stale; if this is meant: WSKIT_GOLDEN=write cargo test -p wskit-codegen --test verdicts",
        stale.join(", ")
    );
}

/// A published schema with one of its types as what it is about.
fn schema_of(files: &[File], name: &str) -> Validator {
    let mut schema: Value = serde_json::from_str(&files[0].contents).expect("JSON");
    let definitions = if schema.get("$defs").is_some() { "$defs" } else { "definitions" };
    schema["anyOf"] = json!([{ "$ref": format!("#/{definitions}/{name}") }]);
    jsonschema::validator_for(&schema).expect("a schema")
}

/// The sample itself and everything that differs from it in one place, or in two.
fn mutations(sample: &Value) -> Vec<Value> {
    let mut all = vec![sample.clone()];
    mutate(sample, &mut |value| all.push(value));
    if let Value::Object(entries) = sample {
        for key in entries.keys().skip(1) {
            let mut two = entries.clone();
            two.insert(entries.keys().next().cloned().unwrap_or_default(), json!(null));
            for value in palette() {
                two.insert(key.clone(), value);
                all.push(two.clone().into());
            }
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|value| seen.insert(value.to_string()));
    all
}

fn mutate(value: &Value, found: &mut dyn FnMut(Value)) {
    palette().into_iter().for_each(&mut *found);
    match value {
        Value::Array(items) => {
            for extra in [items.first().cloned().unwrap_or(json!("")), json!(null), json!(300)] {
                found(items.iter().cloned().chain([extra]).collect());
            }
            for index in 0..items.len() {
                mutate(&items[index], &mut |mutated| {
                    let mut items = items.clone();
                    items[index] = mutated;
                    found(items.into());
                });
            }
        }
        Value::Object(entries) => {
            for extra in [json!(null), json!({})] {
                let mut more = entries.clone();
                more.insert("__proto__".to_owned(), extra);
                found(more.into());
            }
            for (key, value) in entries {
                let mut fewer = entries.clone();
                fewer.remove(key);
                found(fewer.into());
                mutate(value, &mut |mutated| {
                    let mut entries = entries.clone();
                    entries.insert(key.clone(), mutated);
                    found(entries.into());
                });
            }
        }
        _ => {}
    }
}

fn palette() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0.5),
        json!(10),
        json!(101),
        json!(300),
        json!(9_007_199_254_740_992_u64),
        json!(1e300),
        json!(""),
        json!("abc"),
        json!("abc/123"),
        json!("a b"),
        json!("𝄞𝄞𝄞𝄞"),
        json!("red"),
        json!([]),
        json!(["a", "a", "a b"]),
        json!([1, 1, 10]),
        json!([300, 1, "x"]),
        json!({}),
        json!({"kind": "other"}),
        json!({"constructor": "x", "a b": 300}),
    ]
}
