//! One verdict: what Rust accepts is what the JSON Schema accepts, for every value tried.
//!
//! Each type starts from sound samples. Every part of a sample is replaced by values of every kind, by values at and
//! next to each bound of its schema, taken away, doubled and added to; Rust and the schema judge each result.
#![allow(missing_docs)]

mod mutate;

use std::collections::{BTreeMap, HashMap};

use mutate::mutations;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wskit::{
    schema::{Builder, Protocol},
    validate::{self, Validate},
};

wskit::message!(
    #[data]
    pub struct Scalars {
        pub text: String,
        pub flag: bool,
        pub narrow: u8,
        pub signed: i16,
        pub wide: u64,
        pub wide_signed: i64,
        pub real: f64,
    }

    #[data]
    pub struct Constrained {
        #[validate(length(min = 2, max = 4))]
        pub text: String,
        #[validate(range(min = -3, max = 3))]
        pub small: i32,
        #[validate(range(min = 0.5, max = 1.5))]
        pub real: f64,
        #[validate(pattern("^[a-c]+(-[0-9]{1,2})?$"))]
        pub code: String,
        #[validate(email)]
        pub email: String,
        #[validate(length(max = 2))]
        pub list: Vec<u8>,
        #[validate(length(min = 1))]
        pub maybe: Option<String>,
        #[validate(length(min = 1, max = 2))]
        pub map: BTreeMap<String, u8>,
    }

    #[data]
    pub struct Patterned {
        #[validate(url)]
        pub url: String,
        #[validate(ip)]
        pub ip: String,
        #[validate(ip(v4))]
        pub v4: String,
        #[validate(ascii, contains("b"), prefix("a"), suffix("c"))]
        pub fragments: String,
        #[validate(items(min = 1, max = 3), unique, inner(range(min = 1, max = 5)))]
        pub list: Vec<u8>,
        #[validate(range(exclusive_min = 0.0, exclusive_max = 1.0))]
        pub open: f64,
        #[validate(length(equal = 3))]
        pub exact: String,
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
        DarkBlue,
    }

    #[data]
    pub enum Figure {
        Nothing,
        Circle { radius: f64 },
        Box { sides: Vec<Percent>, name: Option<Name> },
    }

    #[data]
    pub struct Nested {
        pub name: Name,
        pub percent: Percent,
        pub meters: Meters,
        pub color: Color,
        pub figures: Vec<Figure>,
        pub by_name: HashMap<String, Constrained>,
        pub pair: (u8, String),
        pub three: [bool; 3],
        pub boxed: Box<Scalars>,
        pub deep: Option<Vec<Option<Color>>>,
    }

    #[data]
    pub struct Tree {
        pub value: Percent,
        pub children: Vec<Tree>,
    }

    #[data]
    pub struct Pair<T> {
        pub left: T,
        pub right: Option<T>,
    }
);

#[derive(Default)]
struct Tally {
    types: usize,
    values: usize,
    sound: usize,
    disagreements: Vec<String>,
}

/// Judges every mutation of the samples by both.
fn compare<T>(tally: &mut Tally, samples: &[Value])
where
    T: DeserializeOwned + Validate + schemars::JsonSchema + ts_rs::TS + 'static,
{
    let schema = schema_of::<T>();
    let judge = jsonschema::options().should_validate_formats(true).build(&schema).expect("a sound schema");
    let name = std::any::type_name::<T>();
    for sample in samples {
        assert!(judge.is_valid(sample), "the sample of {name} is not sound: {sample}");
    }
    tally.types += 1;
    for value in samples.iter().flat_map(|sample| mutations(sample, &schema)) {
        let rust = validate::from_json::<T>(&value.to_string());
        tally.values += 1;
        tally.sound += usize::from(rust.is_ok());
        if rust.is_ok() != judge.is_valid(&value) {
            tally.disagreements.push(format!(
                "{name}: Rust says {rust_says}, the schema does not: {value}",
                rust_says = match rust {
                    Ok(_) => "yes".to_owned(),
                    Err(invalid) => format!("no ({invalid})"),
                }
            ));
        }
    }
}

/// The schema of a type with everything it refers to.
fn schema_of<T: schemars::JsonSchema + ts_rs::TS + 'static>() -> Value {
    let mut builder = Builder::new("Agreement", "1.0.0", "");
    let root = builder.type_ref::<T>().schema.receive;
    let Protocol { definitions, .. } = builder.finish().expect("a sound document");
    let Value::Object(mut root) = root else { panic!("a schema is an object") };
    root.insert("$defs".to_owned(), json!(definitions.receive));
    Value::Object(root)
}

fn scalars() -> Value {
    json!({"text": "a", "flag": true, "narrow": 1, "signed": -1, "wide": 1, "wideSigned": -1, "real": 0.25})
}

fn constrained() -> Value {
    json!({
        "text": "abc", "small": 0, "real": 1.0, "code": "abc-1", "email": "a@b.c", "list": [1], "maybe": "x",
        "map": {"k": 1}
    })
}

fn patterned() -> Value {
    json!({
        "url": "https://example.com/a?b#c", "ip": "::1", "v4": "127.0.0.1", "fragments": "abc", "list": [1, 2],
        "open": 0.5, "exact": "abc"
    })
}

fn nested() -> Value {
    json!({
        "name": "Ada", "percent": 50, "meters": 1.5, "color": "darkBlue",
        "figures": [{"kind": "nothing"}, {"kind": "circle", "radius": 1}, {"kind": "box", "sides": [1], "name": "x"}],
        "byName": {"k": constrained()}, "pair": [1, "x"], "three": [true, false, true], "boxed": scalars(),
        "deep": [null, "red"]
    })
}

#[test]
fn rust_and_the_schema_agree_about_every_value() {
    let mut tally = Tally::default();
    compare::<Scalars>(&mut tally, &[scalars()]);
    compare::<Constrained>(&mut tally, &[constrained()]);
    compare::<Patterned>(&mut tally, &[patterned()]);
    compare::<Name>(&mut tally, &[json!("Ada"), json!("ä€𝄞")]);
    compare::<Percent>(&mut tally, &[json!(0), json!(100)]);
    compare::<Meters>(&mut tally, &[json!(1.5)]);
    compare::<Color>(&mut tally, &[json!("red")]);
    compare::<Figure>(
        &mut tally,
        &[
            json!({"kind": "nothing"}),
            json!({"kind": "circle", "radius": 2}),
            json!({"kind": "box", "sides": [1, 2]}),
        ],
    );
    compare::<Nested>(&mut tally, &[nested()]);
    compare::<Tree>(&mut tally, &[json!({"value": 1, "children": [{"value": 2, "children": []}]})]);
    compare::<Pair<Percent>>(&mut tally, &[json!({"left": 1, "right": 2})]);
    compare::<Pair<Figure>>(&mut tally, &[json!({"left": {"kind": "nothing"}})]);
    println!(
        "{} types, {} values, {} of them sound, {} disagreements",
        tally.types,
        tally.values,
        tally.sound,
        tally.disagreements.len()
    );
    let shown: Vec<_> = tally.disagreements.iter().take(20).cloned().collect();
    assert!(shown.is_empty(), "{} disagreements, such as\n{}", tally.disagreements.len(), shown.join("\n"));
    assert!(tally.values > 5000 && tally.sound > 300 && tally.values - tally.sound > 3000);
}
