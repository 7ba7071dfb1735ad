//! A payload is read straight into its message where the type of the frame comes first, and after the envelope where it
//! does not, or is escaped. A client must not be able to tell which.
#![allow(missing_docs)]

mod common;

use common::{Data, server};
use proptest::prelude::*;
use serde_json::Value;
use wskit::{prelude::*, testing::TestServer};

/// Sound frames, and frames of which one thing is wrong; each begins with its type.
const FRAMES: &[&str] = &[
    r#"{"type":"PING","payload":{"text":"hi"}}"#,
    r#"{"type":"PING","meta":{"timestamp":1},"payload":{"text":"h\u0069"}}"#,
    r#" { "type" : "PING" , "payload" : { "text" : "hi" } , "meta" : null } "#,
    r#"{"type":"PING","payload":{"text":""}}"#,
    r#"{"type":"PING","payload":{"text":"hi","more":[1,{}]}}"#,
    r#"{"type":"PING","payload":{"text":"hi","text":"hi"}}"#,
    r#"{"type":"PING","payload":{"text":"hi"},"payload":{"text":"hi"}}"#,
    r#"{"type":"PING","payload":{"text":"hi"},"type":"NOP"}"#,
    r#"{"type":"PING","payload":{"text":"hi"},"other":1}"#,
    r#"{"type":"PING","payload":{"text":"\ud800"}}"#,
    r#"{"type":"PING","payload":["hi"]}"#,
    r#"{"type":"PING","payload":null}"#,
    r#"{"type":"PING","payload":12}"#,
    r#"{"type":"PING"}"#,
    r#"{"type":"NOP"}"#,
    r#"{"type":"NOP","payload":{}}"#,
    r#"{"type":"NOP","payload":null}"#,
    r#"{"type":"SUM","meta":{"correlationId":"1"},"payload":{"a":1e2,"b":-0.5}}"#,
    r#"{"type":"SUM","payload":{"a":1e999,"b":2},"meta":{"correlationId":"1"}}"#,
    r#"{"type":"SUM","meta":{"correlationId":"1","x":1},"payload":{"a":"1"}}"#,
    r#"{"type":"SUM","meta":{"correlationId":"1","timeoutMs":5},"payload":{"b":1,"a":2}}"#,
    r#"{"type":"WITH_META","meta":{"roomId":"r"},"payload":{"x":1}}"#,
    r#"{"type":"WITH_META","payload":{"x":1.5}}"#,
    r#"{"type":"PANICS"}"#,
];

/// What a client gets for a text, and whether it is still connected.
fn answers(text: &str) -> (Vec<Value>, Option<(u16, String)>) {
    let mut client = server().connect(Data::default());
    client.text(text);
    (client.frames(), client.closed())
}

/// The same frame, with a letter of its type escaped.
fn escaped(text: &str) -> String {
    let at = text.find("\"type\"").and_then(|at| Some(at + 6 + text[at + 6..].find('"')? + 1));
    let at = at.expect("a frame has a type");
    format!("{}\\u{:04x}{}", &text[..at], text.as_bytes()[at], &text[at + 1..])
}

fn assert_same(text: &str) {
    assert_eq!(answers(text), answers(&escaped(text)), "{text}");
}

#[test]
fn whether_a_payload_is_read_in_place_cannot_be_told_from_the_answer() {
    for text in FRAMES {
        assert_same(text);
    }
}

/// Where the type of a frame ends: what comes after it is damaged.
fn after_type(text: &str) -> usize {
    text.find(',').unwrap_or(text.len() - 1)
}

proptest! {
    #[test]
    fn nor_from_that_to_a_damaged_frame(
        frame in proptest::sample::select(FRAMES),
        place in any::<proptest::sample::Index>(),
        removed in 0_usize..4,
        inserted in "[\\{\\}\\[\\]\",:\\\\ 0a-]{0,3}",
    ) {
        let start = after_type(frame);
        let at = start + place.index(frame.len() - start);
        let until = (at + removed).min(frame.len());
        assert_same(&format!("{}{inserted}{}", &frame[..at], &frame[until..]));
    }
}

wskit::message!(
    #[rpc(response = Read)]
    pub struct Strange {
        #[serde(with = "unlucky")]
        #[schemars(with = "u8")]
        #[ts(type = "number")]
        pub number: u8,
    }

    #[response]
    pub struct Read;
);

mod unlucky {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
        let number = Deserialize::deserialize(deserializer)?;
        assert_ne!(number, 13, "thirteen");
        Ok(number)
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(number: &u8, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*number)
    }
}

#[test]
fn a_deserialize_that_panics_fails_its_own_request_and_no_other() {
    let server = TestServer::new(Router::new().rpc(async |ctx: RpcCtx<Strange>| ctx.reply(Read)));
    let mut client = server.connect(());
    for (number, expected) in [(13, "RPC_ERROR"), (12, "READ"), (13, "RPC_ERROR")] {
        client.text(&format!(
            r#"{{"type":"STRANGE","meta":{{"correlationId":"1"}},"payload":{{"number":{number}}}}}"#
        ));
        let frames = client.frames();
        assert_eq!(frames.len(), 1, "{frames:?}");
        assert_eq!(frames[0]["type"], expected);
        assert_eq!(frames[0]["meta"]["correlationId"], "1");
    }
}

/// A value whose destructor panics, as a user's may.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema, ts_rs::TS)]
pub struct Fragile(u8);

impl Drop for Fragile {
    fn drop(&mut self) {
        assert!(std::thread::panicking() || self.0 != 13, "thirteen");
    }
}

wskit::message!(
    #[rpc(response = Read)]
    pub struct Delicate {
        #[validate(skip)]
        pub value: Fragile,
    }
);

#[test]
fn a_payload_that_panics_while_it_is_dropped_has_its_request_answered_once() {
    let server = TestServer::new(Router::new().rpc(async |ctx: RpcCtx<Delicate>| ctx.reply(Read)));
    let mut client = server.connect(());
    client.text(
        r#"{"type":"DELICATE","meta":{"correlationId":"1"},"payload":{"value":13},"unknown":"refuses it"}"#,
    );
    let frames = client.frames();
    assert_eq!(frames.len(), 1, "{frames:?}");
    assert_eq!(frames[0]["payload"]["code"], "INVALID_ARGUMENT");
}
