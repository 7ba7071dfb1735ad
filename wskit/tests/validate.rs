//! Constraints: every violation at once, in wire names.
#![allow(missing_docs, dead_code, reason = "a test's types need no docs")]

use std::collections::BTreeMap;

use serde_json::json;
use wskit::validate::{check, deferred};

wskit::message!(
    #[event]
    pub struct Everything {
        #[validate(length(min = 2, max = 3), pattern("^[a-z]+$"))]
        pub short_text: String,
        #[validate(email)]
        pub mail_to: Option<String>,
        #[validate(range(min = 1, max = 9))]
        pub digit: u8,
        #[validate(range(min = -1, max = 1))]
        pub ratio: f64,
        #[validate(length(equal = 2))]
        pub two: Vec<Name>,
        #[serde(rename = "BY-NAME")]
        pub by_name: BTreeMap<String, Name>,
        pub part: Part,
        pub other: Adjacent,
        pub free: Untagged,
        pub big: u64,
        pub page: Page<Name>,
        pub point: (Name, Name),
    }

    #[data]
    pub struct Name(#[validate(length(max = 1))] String);

    #[data]
    pub enum Part {
        Text {
            #[validate(length(max = 1))]
            text_body: String,
        },
        Whole(Inner),
    }

    #[data]
    pub struct Inner {
        pub the_name: Name,
    }

    #[data]
    #[serde(tag = "t", content = "c")]
    pub enum Adjacent {
        Pair(Name, Name),
        Named { the_name: Name },
    }

    #[data]
    #[serde(untagged)]
    pub enum Untagged {
        Named { the_name: Name },
    }

    #[data]
    pub struct Page<T> {
        pub all_items: Vec<T>,
    }

    #[data]
    #[serde(transparent)]
    pub struct Wrapped {
        pub inner: Inner,
    }

    #[data]
    #[serde(rename_all = "SCREAMING-KEBAB-CASE")]
    pub struct Loud {
        pub the_name: Name,
        #[serde(rename = "quiet")]
        pub other: Name,
    }
);

fn issues<T: serde::de::DeserializeOwned + wskit::validate::Validate>(
    json: serde_json::Value,
) -> Vec<String> {
    let value: T = deferred(|| serde_json::from_value(json)).unwrap();
    let invalid = check(&value).err();
    let issues = invalid.iter().flat_map(wskit::validate::Invalid::issues);
    issues.map(|issue| format!("{} {}", issue.path, issue.code)).collect()
}

#[test]
fn every_violation_is_reported_under_its_wire_name() {
    let found = issues::<Everything>(json!({
        "shortText": "ABCD", "mailTo": "nobody", "digit": 0, "ratio": 1.5, "two": ["aa"],
        "BY-NAME": {"k": "aa"}, "part": {"kind": "text", "textBody": "aa"}, "other": {"t": "pair", "c": ["a", "aa"]},
        "free": {"theName": "a"}, "big": 9_007_199_254_740_992_u64, "page": {"allItems": ["aa"]}, "point": ["a", "aa"],
    }));
    assert_eq!(
        found,
        [
            "/shortText length",
            "/shortText pattern",
            "/mailTo email",
            "/digit range",
            "/ratio range",
            "/two length",
            "/two/0 length",
            "/BY-NAME/k length",
            "/part/textBody length",
            "/other/c/1 length",
            "/big range",
            "/page/allItems/0 length",
            "/point/1 length",
        ]
    );
}

#[test]
fn what_keeps_its_constraints_has_no_issues() {
    let found = issues::<Everything>(json!({
        "shortText": "abc", "digit": 9, "ratio": -1, "two": ["a", "b"], "BY-NAME": {},
        "part": {"kind": "whole", "theName": "a"}, "other": {"t": "named", "c": {"theName": "a"}},
        "free": {"theName": "a"}, "big": 1, "page": {"allItems": []}, "point": ["a", "b"],
    }));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn paths_follow_the_tagging_and_the_case_rules() {
    assert_eq!(issues::<Part>(json!({"kind": "whole", "theName": "aa"})), ["/theName length"]);
    assert_eq!(issues::<Adjacent>(json!({"t": "named", "c": {"theName": "aa"}})), ["/c/theName length"]);
    assert_eq!(issues::<Wrapped>(json!({"theName": "aa"})), ["/theName length"]);
    assert_eq!(
        issues::<Loud>(json!({"THE-NAME": "aa", "quiet": "aa"})),
        ["/THE-NAME length", "/quiet length"]
    );
}

#[test]
fn length_counts_code_points() {
    assert!(Name::new("\u{1F600}").is_ok());
    assert!(Name::new("e\u{301}").is_err());
}
