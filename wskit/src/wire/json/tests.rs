use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;

/// Both write the same, or both refuse.
fn same<T: Serialize + ?Sized>(value: &T) {
    let mut out = b"before".to_vec();
    let ours = write(&mut out, value);
    match serde_json::to_string(value) {
        Ok(theirs) => {
            ours.expect("serde_json writes it");
            assert_eq!(String::from_utf8(out).expect("it is a text"), format!("before{theirs}"));
        }
        Err(theirs) => assert_eq!(ours.expect_err("serde_json refuses it").to_string(), theirs.to_string()),
    }
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Newtype<T>(T);

#[derive(Serialize)]
struct Pair(u8, String);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
enum Kind {
    Plain,
    #[serde(rename = "with \"quotes\"")]
    Renamed,
    Newtype(String),
    Tuple(u8, String),
    Struct {
        #[serde(rename = "a \\ b")]
        first: u8,
        second: String,
    },
}

#[derive(Serialize)]
#[serde(tag = "kind")]
enum Tagged {
    Plain,
    Struct { text: String },
    Newtype(BTreeMap<String, u8>),
}

#[derive(Serialize)]
struct Everything {
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<u8>,
    absent: Option<u8>,
    present: Option<u8>,
    unit: (),
    #[serde(flatten)]
    flat: BTreeMap<String, Kind>,
}

struct Shown(String);

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

/// Texts in which something, nothing or everything has to be escaped, at any place.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![".{0,40}", "[a-z ]{0,40}", "[\"\\\\/\u{0}-\u{20}\u{7f}é\u{2028}😀a]{0,40}"]
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Plain),
        Just(Kind::Renamed),
        texts().prop_map(Kind::Newtype),
        (any::<u8>(), texts()).prop_map(|(number, text)| Kind::Tuple(number, text)),
        (any::<u8>(), texts()).prop_map(|(first, second)| Kind::Struct { first, second }),
    ]
}

proptest! {
    #[test]
    fn texts_are_those_of_serde_json(text in texts()) {
        same(&text);
        same(&Shown(text.clone()));
        same(&Newtype(Some(text.clone())));
        same(&text.chars().collect::<Vec<_>>());
        same(&Bytes(text.into_bytes()));
    }

    #[test]
    fn numbers_are_those_of_serde_json(
        signed: i64, unsigned: u64, wide: i128, wider: u128, float: f64, single: f32, small: (i8, u8, i16, u16, i32, u32)
    ) {
        same(&(signed, unsigned, wide, wider, small));
        same(&(float, single, f64::from_bits(unsigned)));
    }

    #[test]
    fn compounds_are_those_of_serde_json(
        kinds in prop::collection::vec(kinds(), 0..4),
        map in prop::collection::btree_map(texts(), kinds(), 0..4),
        numbers in prop::collection::btree_map(any::<i32>(), texts(), 0..3),
        option: Option<u8>,
        text in texts(),
    ) {
        same(&kinds);
        same(&map);
        same(&numbers);
        same(&Everything { left_out: option, absent: None, present: option, unit: (), flat: map });
        same(&(Unit, Newtype(Unit), Pair(1, text.clone()), [0; 0], [[true]; 2]));
        same(&[Tagged::Plain, Tagged::Newtype(BTreeMap::from([(text.clone(), 1)])), Tagged::Struct { text }]);
    }
}

#[test]
fn a_text_is_written_as_serde_json_writes_it_wherever_something_is_special() {
    let long = "x".repeat(30);
    for special in ["", "\"", "\\", "/", "\n", "\u{0}", "\u{1f}", "\u{7f}", "é", "\u{2028}", "😀"] {
        for text in [special.to_owned(), format!("{special}{long}"), format!("{long}{special}{long}")] {
            same(&text);
            same(&Shown(text));
        }
    }
}

#[test]
fn keys_are_those_of_serde_json() {
    same(&HashMap::from([(true, 1)]));
    same(&HashMap::from([('"', 1)]));
    same(&HashMap::from([(i128::MIN, 1)]));
    same(&HashMap::from([(Kind::Renamed, 1)]));
    same(&HashMap::from([(Some("some"), 1)]));
    same(&BTreeMap::from([(("a", "pair"), 1)]));
    same(&BTreeMap::from([((), 1)]));
    same(&BTreeMap::from([(Kind::Newtype("no key".to_owned()), 1)]));
}

#[test]
fn what_is_json_already_is_written_as_it_is() {
    let raw = RawValue::from_string(r#"{ "as" : [ "it", 1.50 ] }"#.to_owned()).expect("it is JSON");
    same(&raw);
    same(&(1, &raw, Newtype(&raw)));
    same(&BTreeMap::from([("raw", &raw)]));
    same(&serde_json::json!({"number": 1e30, "text": "\n", "list": [null, true, {}], "empty": []}));
    let number: serde_json::Number = serde_json::from_str("12.50").expect("it is a number");
    same(&number);
}

#[test]
fn errors_are_handed_on() {
    struct Broken;

    impl fmt::Display for Broken {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }

    impl Serialize for Broken {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("no"))
        }
    }

    struct ShownBroken;

    impl Serialize for ShownBroken {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(&Broken)
        }
    }

    same(&[Broken]);
    same(&Newtype(Some(Broken)));
    assert!(write(&mut Vec::new(), &ShownBroken).is_err());
}
