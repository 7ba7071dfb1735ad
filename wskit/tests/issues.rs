//! Everything that is wrong with a payload is reported at once, each with its path and code.
#![allow(missing_docs)]

use serde_json::Value;
use wskit::{prelude::*, testing::TestServer};

wskit::message!(
    #[event(from = client)]
    pub struct Order {
        pub customer: Customer,
        #[validate(length(min = 1, max = 3))]
        pub lines: Vec<Line>,
        pub delivery: Delivery,
        pub note: Option<Note>,
    }

    #[data]
    pub struct Customer {
        #[validate(length(min = 2))]
        pub full_name: String,
        #[validate(email)]
        pub email: String,
    }

    #[data]
    pub struct Line {
        pub sku: Sku,
        #[validate(range(min = 1, max = 99))]
        pub count: u8,
    }

    #[data]
    pub struct Sku(#[validate(pattern("^[A-Z]{2}[0-9]+$"))] String);

    #[data]
    pub struct Note(#[validate(length(max = 5))] String);

    #[data]
    pub enum Delivery {
        PickUp,
        Ship { street: String, speed: Speed },
    }

    #[data]
    pub enum Speed {
        Slow,
        Fast,
    }
);

async fn order(_: Ctx<Order>) -> Result<()> {
    Ok(())
}

/// Path and code of every issue, in the order they are reported.
fn issues(payload: &str) -> Vec<(String, String)> {
    let mut client = TestServer::new(Router::new().on(order)).connect(());
    client.text(&format!(r#"{{"type":"ORDER","payload":{payload}}}"#));
    let frames = client.frames();
    let Some(frame) = frames.first() else { return Vec::new() };
    let issues = frame["payload"]["details"]["issues"].as_array().expect("issues").clone();
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    issues.iter().map(|issue| (text(&issue["path"]), text(&issue["code"]))).collect()
}

fn expect(payload: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> =
        expected.iter().map(|(path, code)| ((*path).to_owned(), (*code).to_owned())).collect();
    assert_eq!(issues(payload), expected, "{payload}");
}

const GOOD: &str = r#"{"customer":{"fullName":"Ada","email":"a@b"},"lines":[{"sku":"AB1","count":1}],
    "delivery":{"kind":"ship","street":"x","speed":"fast"}}"#;

#[test]
fn a_sound_payload_has_none() {
    expect(GOOD, &[]);
}

#[test]
fn broken_rules_and_broken_structure_are_reported_together() {
    expect(
        r#"{"customer":{"fullName":"A","email":7,"age":1},"lines":[{"sku":"ab1","count":300},{"count":0}],
            "delivery":{"kind":"ship","street":null,"speed":"warp","x":1},"note":"too long","extra":[]}"#,
        &[
            ("/payload/extra", "unknown_field"),
            ("/payload/customer/age", "unknown_field"),
            ("/payload/customer/fullName", "length"),
            ("/payload/customer/email", "type"),
            ("/payload/lines/0/sku", "pattern"),
            ("/payload/lines/0/count", "range"),
            ("/payload/lines/1/sku", "missing_field"),
            ("/payload/lines/1/count", "range"),
            ("/payload/delivery/x", "unknown_field"),
            ("/payload/delivery/street", "type"),
            ("/payload/delivery/speed", "variant"),
            ("/payload/note", "length"),
        ],
    );
}

#[test]
fn a_tag_is_there_and_names_a_variant() {
    let with = |delivery: &str| GOOD.replace(r#"{"kind":"ship","street":"x","speed":"fast"}"#, delivery);
    expect(&with(r#"{"kind":"pickUp"}"#), &[]);
    expect(&with("{}"), &[("/payload/delivery/kind", "missing_field")]);
    expect(&with(r#"{"kind":7}"#), &[("/payload/delivery/kind", "type")]);
    expect(&with(r#"{"kind":"fly"}"#), &[("/payload/delivery/kind", "variant")]);
    expect(&with(r#"{"kind":"pickUp","x":1}"#), &[("/payload/delivery/x", "unknown_field")]);
    expect(&with("\"pickUp\""), &[("/payload/delivery", "type")]);
}

#[test]
fn an_array_is_no_object() {
    expect("[]", &[("/payload", "type")]);
    expect(
        &GOOD.replace(r#"{"fullName":"Ada","email":"a@b"}"#, r#"["Ada","a@b"]"#),
        &[("/payload/customer", "type")],
    );
    expect(&GOOD.replace(r#"{"sku":"AB1","count":1}"#, r#"["AB1",1]"#), &[("/payload/lines/0", "type")]);
    let tagged = GOOD.replace(r#"{"kind":"ship","street":"x","speed":"fast"}"#, r#"["ship","x","fast"]"#);
    expect(&tagged, &[("/payload/delivery", "type")]);
}

#[test]
fn at_most_32_are_kept() {
    let keys: Vec<_> = (0..100).map(|n| format!(r#""k{n}":1"#)).collect();
    assert_eq!(issues(&format!("{{{}}}", keys.join(","))).len(), 32);
}
