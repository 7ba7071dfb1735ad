//! Every constraint at its boundary and one step past it: the check and the JSON Schema give the same verdict.
#![cfg(feature = "schema")]
#![allow(missing_docs, dead_code, reason = "a test's types need no docs")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wskit::{
    schema::DescribeProtocol,
    validate::{check, deferred},
};

wskit::message!(
    #[event]
    pub struct Bounds {
        #[validate(length(equal = 2))]
        pub pair: Option<String>,
        #[validate(items(min = 1, max = 2))]
        pub few: Option<Vec<u8>>,
        #[validate(items(equal = 1))]
        pub single: Option<BTreeMap<String, u8>>,
        #[validate(length(min = 1))]
        pub fixed: Option<[u8; 2]>,
        #[validate(range(exclusive_min = 0, exclusive_max = 3))]
        pub inside: Option<i32>,
        #[validate(range(min = 0, exclusive_max = 1))]
        pub ratio: Option<f64>,
        #[validate(range(min = 0.1, max = 0.7))]
        pub small: Option<f32>,
        #[validate(range(min = 5))]
        pub big: Option<u64>,
    }

    #[event]
    pub struct Texts {
        #[validate(url)]
        pub url: Option<String>,
        #[validate(url, prefix("https://"), suffix(".org/"))]
        pub secure: Option<String>,
        #[validate(ip)]
        pub ip: Option<String>,
        #[validate(ip(v4))]
        pub v4: Option<String>,
        #[validate(ip(v6))]
        pub v6: Option<String>,
        #[validate(ascii)]
        pub ascii: Option<String>,
        #[validate(contains("a.b"))]
        pub contains: Option<String>,
        #[validate(prefix("$("))]
        pub prefix: Option<String>,
        #[validate(suffix("\n"))]
        pub suffix: Option<String>,
        #[validate(email, pattern("^[a-z]"), pattern("org$"))]
        pub all: Option<String>,
    }

    #[event]
    pub struct Lists {
        #[validate(unique)]
        pub words: Option<Vec<String>>,
        #[validate(unique)]
        pub pair: Option<[u8; 2]>,
        #[validate(inner(length(max = 2), ascii))]
        pub tags: Option<Vec<String>>,
        #[validate(items(max = 1), inner(items(max = 2), inner(range(max = 9))))]
        pub grid: Option<Vec<Vec<u8>>>,
        #[validate(inner(range(min = 1)))]
        pub counts: Option<BTreeMap<String, Option<u8>>>,
        #[validate(inner(inner(unique, inner(prefix("x")))))]
        pub deep: Option<BTreeMap<String, Vec<[String; 2]>>>,
        #[validate(inner(length(max = 1)))]
        pub nick: Option<String>,
        #[validate(inner(range(max = 1.5)))]
        pub by_key: Option<BTreeMap<Key, f64>>,
        pub list: Option<Tags>,
    }

    #[data]
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    pub struct Key(#[validate(pattern("^[a-z]+$"))] String);

    #[data]
    pub struct Tags(#[validate(unique, inner(length(max = 2)))] Vec<String>);

    #[event]
    pub struct Customs {
        #[validate(custom(is_even))]
        pub even: u32,
        #[validate(length(min = 1), custom(checks::is_lower), custom(self::checks::is_short))]
        pub word: Option<String>,
        #[validate(custom(checks::is_sorted), inner(custom(is_even)))]
        pub sorted: Vec<u32>,
        #[validate(inner(custom(checks::is_lower)))]
        pub words: Box<Vec<Option<String>>>,
        #[validate(custom(checks::is_lower))]
        pub boxed: Option<Box<Key>>,
        #[validate(custom(checks::is_something::<String>))]
        pub generic: Option<String>,
    }
);

wskit::protocol!(pub Demo { version = "1.0.0"; Bounds, Texts, Lists, Customs });

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "a custom check takes a reference to whatever it checks"
)]
fn is_even(number: &u32) -> Result<(), &'static str> {
    if number.is_multiple_of(2) { Ok(()) } else { Err("must be even") }
}

mod checks {
    pub(super) fn is_lower(text: &str) -> Result<(), String> {
        if text == text.to_lowercase() { Ok(()) } else { Err(format!("must be lower case, is {text}")) }
    }

    pub(super) fn is_short(text: &str) -> Result<(), std::borrow::Cow<'static, str>> {
        if text.len() < 4 { Ok(()) } else { Err("must be short".into()) }
    }

    pub(super) fn is_something<T: Default + PartialEq>(value: &T) -> Result<(), &'static str> {
        if *value == T::default() { Err("must be something") } else { Ok(()) }
    }

    pub(super) fn is_sorted(numbers: &[u32]) -> Result<(), &'static str> {
        if numbers.is_sorted() { Ok(()) } else { Err("must be sorted") }
    }
}

fn definitions() -> serde_json::Map<String, Value> {
    Demo::protocol().unwrap().definitions.receive.into_iter().collect()
}

fn issues<T: serde::de::DeserializeOwned + wskit::validate::Validate>(json: &Value) -> Vec<String> {
    let value: T = deferred(|| serde_json::from_value(json.clone())).unwrap();
    let invalid = check(&value).err();
    let issues = invalid.iter().flat_map(wskit::validate::Invalid::issues);
    issues.map(|issue| format!("{} {}", issue.path, issue.code)).collect()
}

/// A field, values that keep its constraints, and values that break them with the codes of the issues.
type Row<'a> = (&'a str, Value, Vec<(Value, &'a [&'a str])>);

/// The check and the schema give the same verdict about every value of every row.
#[track_caller]
fn agree<T: serde::de::DeserializeOwned + wskit::validate::Validate>(name: &str, rows: &[Row<'_>]) {
    let schema = json!({ "$defs": definitions(), "$ref": format!("#/$defs/{name}") });
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (field, good, bad) in rows {
        for value in good.as_array().unwrap() {
            let frame = json!({ *field: value });
            assert_eq!(issues::<T>(&frame), Vec::<String>::new(), "{frame}");
            assert!(validator.is_valid(&frame), "{frame} {schema:#}");
        }
        for (value, expected) in bad {
            let frame = json!({ *field: value });
            assert_eq!(issues::<T>(&frame), *expected, "{frame}");
            assert!(!validator.is_valid(&frame), "{frame} {schema:#}");
        }
    }
}

#[test]
fn bounds() {
    agree::<Bounds>(
        "Bounds",
        &[
            (
                "pair",
                json!(["ab", "\u{1F600}e", null]),
                vec![(json!("a"), &["/pair length"]), (json!("abc"), &["/pair length"])],
            ),
            (
                "few",
                json!([[1], [1, 2], null]),
                vec![(json!([]), &["/few length"]), (json!([1, 2, 3]), &["/few length"])],
            ),
            (
                "single",
                json!([{"a": 1}]),
                vec![(json!({}), &["/single length"]), (json!({"a": 1, "b": 2}), &["/single length"])],
            ),
            ("fixed", json!([[1, 2]]), vec![]),
            (
                "inside",
                json!([1, 2, null]),
                vec![(json!(0), &["/inside range"]), (json!(3), &["/inside range"])],
            ),
            (
                "ratio",
                json!([0, 0.0, -0.0, 0.999_999]),
                vec![
                    (json!(-0.000_1), &["/ratio range"]),
                    (json!(1), &["/ratio range"]),
                    (json!(1.0), &["/ratio range"]),
                ],
            ),
            (
                "small",
                json!([0.1, 0.7]),
                vec![(json!(0.099_99), &["/small range"]), (json!(0.700_001), &["/small range"])],
            ),
            (
                "big",
                json!([5, 9_007_199_254_740_991_u64]),
                vec![(json!(4), &["/big range"]), (json!(9_007_199_254_740_992_u64), &["/big range"])],
            ),
        ],
    );
}

#[test]
fn texts() {
    agree::<Texts>(
        "Texts",
        &[
            (
                "url",
                json!(["https://example.org/a?b#c", "ws://[::1]:1/", null]),
                vec![(json!("example.org"), &["/url url"]), (json!("http://"), &["/url url"])],
            ),
            (
                "secure",
                json!(["https://a.org/"]),
                vec![
                    (json!("http://a.org/"), &["/secure prefix"]),
                    (json!("https://a.org"), &["/secure suffix"]),
                    (json!("https:// .org/"), &["/secure url"]),
                    (json!(""), &["/secure url", "/secure prefix", "/secure suffix"]),
                ],
            ),
            (
                "ip",
                json!(["255.255.255.255", "::", "1:2:3:4:5:6:7:8"]),
                vec![(json!("256.0.0.0"), &["/ip ip"]), (json!("1:2:3:4:5:6:7"), &["/ip ip"])],
            ),
            ("v4", json!(["0.0.0.0"]), vec![(json!("::"), &["/v4 ip"]), (json!("0.0.0.00"), &["/v4 ip"])]),
            ("v6", json!(["::1.2.3.4"]), vec![(json!("1.2.3.4"), &["/v6 ip"])]),
            ("ascii", json!(["", "\u{7f}\n"]), vec![(json!("\u{80}"), &["/ascii ascii"])]),
            (
                "contains",
                json!(["a.b", "xa.bx"]),
                vec![(json!("axb"), &["/contains contains"]), (json!("a."), &["/contains contains"])],
            ),
            (
                "prefix",
                json!(["$(", "$(x"]),
                vec![(json!("$"), &["/prefix prefix"]), (json!("x$("), &["/prefix prefix"])],
            ),
            (
                "suffix",
                json!(["\n", "a\n"]),
                vec![(json!(""), &["/suffix suffix"]), (json!("\na"), &["/suffix suffix"])],
            ),
            (
                "all",
                json!(["a@b.org"]),
                vec![
                    (json!("a.org"), &["/all email"]),
                    (json!("A@b.org"), &["/all pattern"]),
                    (json!("a@b.com"), &["/all pattern"]),
                ],
            ),
        ],
    );
}

#[test]
fn lists() {
    agree::<Lists>(
        "Lists",
        &[
            ("words", json!([["a", "A"]]), vec![(json!(["a", "b", "a"]), &["/words unique"])]),
            ("pair", json!([[1, 2]]), vec![(json!([1, 1]), &["/pair unique"])]),
            (
                "tags",
                json!([[], ["", "ab"], null]),
                vec![
                    (json!(["ab", "abc"]), &["/tags/1 length"]),
                    (json!(["\u{e9}"]), &["/tags/0 ascii"]),
                    (json!(["abc", "ab", "abc"]), &["/tags/0 length", "/tags/2 length"]),
                ],
            ),
            (
                "grid",
                json!([[], [[]], [[9, 9]]]),
                vec![
                    (json!([[1, 10]]), &["/grid/0/1 range"]),
                    (json!([[1, 2, 3]]), &["/grid/0 length"]),
                    (json!([[], []]), &["/grid length"]),
                ],
            ),
            ("counts", json!([{}, {"a": 1, "b": null}]), vec![(json!({"a/b": 0}), &["/counts/a~1b range"])]),
            (
                "deep",
                json!([{"a": [["x", "xx"]]}]),
                vec![
                    (json!({"a": [["x", "x"]]}), &["/deep/a/0 unique"]),
                    (json!({"a": [["x", "y"]]}), &["/deep/a/0/1 prefix"]),
                ],
            ),
            ("nick", json!(["a", null]), vec![(json!("ab"), &["/nick length"])]),
            ("byKey", json!([{"a": 1.5}]), vec![(json!({"a": 1.6}), &["/byKey/a range"])]),
            (
                "list",
                json!([["a", "bb"]]),
                vec![(json!(["a", "a"]), &["/list unique"]), (json!(["abc"]), &["/list/0 length"])],
            ),
        ],
    );
}

#[test]
fn functions_are_called_and_only_named_in_the_schema() {
    let frame = json!({ "even": 1, "word": "ABCD", "sorted": [2, 1], "words": ["a", "B", null] });
    assert_eq!(
        issues::<Customs>(&frame),
        [
            "/even custom",
            "/word custom",
            "/word custom",
            "/sorted custom",
            "/sorted/1 custom",
            "/words/1 custom"
        ]
    );
    let sound = json!({ "even": 2, "sorted": [2, 4], "words": [] });
    assert_eq!(issues::<Customs>(&sound), Vec::<String>::new());
    let properties = &definitions()["Customs"]["properties"];
    assert_eq!(properties["even"]["$comment"], "also checked by the server: is_even");
    assert_eq!(
        properties["word"]["$comment"],
        "also checked by the server: checks::is_lower; also checked by the server: self::checks::is_short"
    );
    assert_eq!(properties["words"]["items"]["$comment"], "also checked by the server: checks::is_lower");
}

#[test]
fn several_patterns_stand_side_by_side() {
    let properties = &definitions()["Texts"]["properties"];
    let all = &properties["all"];
    assert!(all["pattern"].as_str().unwrap().contains('@'));
    assert_eq!(all["allOf"], json!([{ "pattern": "^[a-z]" }, { "pattern": "org$" }]));
    assert_eq!(properties["prefix"]["pattern"], r"^\$\(");
}
