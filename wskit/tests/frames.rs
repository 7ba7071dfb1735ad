//! Frame to answer: what `docs/protocol.md` promises for every kind of frame that can arrive.
#![allow(missing_docs)]

mod common;

use common::{Data, Nop, Ping, Sum, bare, pong, router, server};
use serde_json::{Value, json};
use wskit::{prelude::*, testing::TestServer};

/// The frames that one text is answered with.
fn answers(text: &str) -> Vec<Value> {
    let mut client = server().connect(Data::default());
    client.text(text);
    assert_eq!(client.closed(), None, "{text} closed the connection");
    bare(client.frames())
}

fn error(code: &str, text: &str) -> Value {
    let frames = answers(text);
    assert_eq!(frames.len(), 1, "{text}: {frames:?}");
    assert_eq!(frames[0]["payload"]["code"], code, "{text}: {frames:?}");
    frames[0].clone()
}

#[test]
fn an_event_reaches_its_handler_and_the_handler_its_client() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.send(&Ping { text: "hi".into() });
    let frame =
        json!({"type": "PONG", "meta": {"timestamp": server.clock().now_ms()}, "payload": {"text": "hi"}});
    assert_eq!(client.frames(), [frame]);
}

#[test]
fn a_message_without_payload_has_no_payload_key() {
    let mut client = server().connect(Data::default());
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("nop")]);
}

#[test]
fn a_reply_carries_the_correlation_id() {
    let mut client = server().connect(Data::default());
    client.request("r-1", &Sum { a: 1.0, b: 2.0 });
    let reply = json!({"type": "SUM_OK", "meta": {"correlationId": "r-1"}, "payload": {"total": 3.0}});
    assert_eq!(bare(client.frames()), [reply]);
}

#[test]
fn a_request_without_correlation_id_is_answered_without() {
    let reply = json!({"type": "SUM_OK", "meta": {}, "payload": {"total": 3.0}});
    assert_eq!(answers(r#"{"type":"SUM","payload":{"a":1,"b":2}}"#), [reply]);
}

#[test]
fn what_is_not_a_frame_is_ignored_and_the_connection_stays() {
    for text in [
        "",
        "x",
        "[]",
        "null",
        "7",
        "\"PING\"",
        "{",
        "{}",
        r#"{"type":7}"#,
        r#"{"type":null}"#,
        r#"{"payload":{}}"#,
        r#"{"type":"PING""#,
        r#"{"type":"$ws:other"}"#,
        r#"{"type":"$ws:abort"}"#,
        r#"{"type":"$ws:abort","meta":{"correlationId":"none"}}"#,
        r#"{"type":"__other"}"#,
        r#"{"type":"ERROR","payload":{"code":"X","message":"x"}}"#,
        r#"{"type":"RPC_ERROR","meta":{"correlationId":"1"}}"#,
    ] {
        assert_eq!(answers(text), Vec::<Value>::new(), "{text}");
    }
}

#[test]
fn an_unknown_type_is_unimplemented() {
    let event = error("UNIMPLEMENTED", r#"{"type":"ping"}"#);
    assert_eq!(event["type"], "ERROR");
    assert_eq!(event["meta"], json!({}));
    let rpc = error("UNIMPLEMENTED", r#"{"type":"NOPE","meta":{"correlationId":"9"}}"#);
    assert_eq!(rpc["type"], "RPC_ERROR");
    assert_eq!(rpc["meta"], json!({"correlationId": "9"}));
}

#[test]
fn a_type_may_be_escaped_and_meta_may_be_null() {
    assert_eq!(answers(r#"{"type":"N\u004fP","meta":null}"#), [pong("nop")]);
}

#[test]
fn an_invalid_payload_says_what_and_where() {
    let too_long = error("INVALID_ARGUMENT", r#"{"type":"PING","payload":{"text":"0123456789a"}}"#);
    assert_eq!(
        too_long,
        json!({"type": "ERROR", "meta": {}, "payload": {
            "code": "INVALID_ARGUMENT",
            "message": "Input validation or semantic violation",
            "details": {"issues": [
                {"path": "/payload/text", "code": "length", "message": "must have 1 to 10 characters, has 11"}
            ]},
            "retryable": false,
        }})
    );
}

#[test]
fn every_structural_mistake_has_its_path_and_code() {
    for (text, path, code) in [
        (r#"{"type":"PING"}"#, "/payload", "missing_field"),
        (r#"{"type":"PING","payload":null}"#, "/payload", "type"),
        (r#"{"type":"PING","payload":{}}"#, "/payload/text", "missing_field"),
        (r#"{"type":"PING","payload":{"text":1}}"#, "/payload/text", "type"),
        (r#"{"type":"PING","payload":{"text":"x","y":1}}"#, "/payload/y", "unknown_field"),
        (r#"{"type":"NOP","payload":{}}"#, "/payload", "unknown_field"),
        (r#"{"type":"PING","payload":{"text":"x"},"id":1}"#, "/id", "unknown_field"),
        (r#"{"type":"PING","payload":{"text":"x"},"payload":{"text":"x"}}"#, "/payload", "duplicate_field"),
        (r#"{"type":"PING","payload":{"text":"x"},"meta":{"extra":1}}"#, "/meta/extra", "unknown_field"),
        (
            r#"{"type":"PING","payload":{"text":"x"},"meta":{"timeoutMs":1}}"#,
            "/meta/timeoutMs",
            "unknown_field",
        ),
        (r#"{"type":"PING","payload":{"text":"x"},"meta":[]}"#, "/meta", "type"),
        (
            r#"{"type":"PING","payload":{"text":"x"},"meta":{"correlationId":1}}"#,
            "/meta/correlationId",
            "type",
        ),
        (r#"{"type":"WITH_META","payload":{"x":1}}"#, "/meta/roomId", "missing_field"),
        (r#"{"type":"WITH_META","payload":{"x":1},"meta":{"roomId":1}}"#, "/meta/roomId", "type"),
        (
            r#"{"type":"WITH_META","payload":{"x":1},"meta":{"roomId":"r","more":1}}"#,
            "/meta/more",
            "unknown_field",
        ),
        (r#"{"type":"WITH_META","payload":{"x":3000000000},"meta":{"roomId":"r"}}"#, "/payload/x", "range"),
    ] {
        let frame = error("INVALID_ARGUMENT", text);
        let issue = &frame["payload"]["details"]["issues"][0];
        assert_eq!(
            (issue["path"].as_str(), issue["code"].as_str()),
            (Some(path), Some(code)),
            "{text}: {issue}"
        );
        assert_eq!(frame["type"], "ERROR");
    }
}

#[test]
fn meta_and_payload_are_both_reported() {
    let frame = error("INVALID_ARGUMENT", r#"{"type":"WITH_META","payload":{},"meta":{}}"#);
    assert_eq!(frame["payload"]["details"]["issues"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_invalid_request_is_answered_as_an_rpc() {
    let with_id =
        error("INVALID_ARGUMENT", r#"{"type":"SUM","meta":{"correlationId":"c"},"payload":{"a":1}}"#);
    assert_eq!(
        (with_id["type"].as_str(), with_id["meta"]["correlationId"].as_str()),
        (Some("RPC_ERROR"), Some("c"))
    );
    let without = error("INVALID_ARGUMENT", r#"{"type":"SUM","payload":{"a":1}}"#);
    assert_eq!(without["type"], "ERROR");
}

#[test]
fn declared_meta_arrives_and_reserved_meta_is_stripped() {
    let text = r#"{"type":"WITH_META","payload":{"x":5},
        "meta":{"roomId":"r","clientId":"me","received\u0041t":1,"timestamp":1.5}}"#;
    assert_eq!(answers(text), [pong("5 r")]);
}

#[test]
fn a_heartbeat_is_acknowledged_without_its_id() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.text(r#"{"type":"__heartbeat","meta":{"correlationId":"x"}}"#);
    let ack = json!({"type": "__heartbeat_ack", "meta": {"ts": server.clock().now_ms()}});
    assert_eq!(client.frames(), [ack]);
}

#[test]
fn a_binary_frame_is_read_as_text() {
    let mut client = server().connect(Data::default());
    client.bytes(br#"{"type":"NOP"}"#);
    client.bytes(&[0xff, 0xfe]);
    assert_eq!(bare(client.frames()), [pong("nop")]);
}

#[test]
fn a_frame_beyond_the_limit_is_refused_whatever_it_holds() {
    let limits = Limits { max_payload_bytes: 40, ..Limits::default() };
    let mut client = TestServer::new(router().limits(limits)).connect(Data::default());
    client.bytes(&[0xff; 41]);
    assert_eq!(client.frames()[0]["payload"]["code"], "RESOURCE_EXHAUSTED");
}

#[test]
fn an_invalid_request_without_id_is_answered_alike_through_layers() {
    async fn pass(gate: Gate<Data>, next: Next<Data>) -> Result<Outcome> {
        next.run(gate).await
    }
    let mut client = TestServer::new(router().layer(pass)).connect(Data::default());
    let text = r#"{"type":"SUM","payload":{"a":1}}"#;
    client.text(text);
    assert_eq!(bare(client.frames()), answers(text));
}

#[test]
fn no_event_may_wait_and_still_each_is_handled() {
    let limits = Limits { max_waiting_events: 0, max_outbound_messages: 0, ..Limits::default() };
    let mut client = TestServer::new(router().limits(limits)).connect(Data::default());
    client.send(&Nop);
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("nop"), pong("nop")]);
}

#[test]
fn a_frame_beyond_the_limit_is_refused_and_the_connection_stays() {
    let limits = Limits { max_payload_bytes: 40, ..Limits::default() };
    let mut client = TestServer::new(router().limits(limits)).connect(Data::default());
    client.text(&" ".repeat(41));
    client.send(&Nop);
    assert_eq!(
        bare(client.frames()),
        [
            json!({"type": "ERROR", "meta": {}, "payload": {
                "code": "RESOURCE_EXHAUSTED", "message": "Payload size exceeds limit (41 > 40)",
                "details": {"observed": 41, "limit": 40}, "retryable": true, "retryAfterMs": 100,
            }}),
            pong("nop")
        ]
    );
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    let deep = format!(r#"{{"type":"PING","payload":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    error("INVALID_ARGUMENT", &deep);
}

#[test]
fn no_frame_panics_or_closes() {
    let seeds = [
        r#"{"type":"PING","meta":{"correlationId":"a","timestamp":1},"payload":{"text":"hi"}}"#,
        r#"{"type":"SUM","meta":{"correlationId":"a","timeoutMs":5},"payload":{"a":1,"b":-2.5e3}}"#,
        r#"{"type":"WITH_META","meta":{"roomId":"x","clientId":null},"payload":{"x":1}}"#,
        r#"{"type":"$ws:abort","meta":{"correlationId":"a"}}"#,
    ];
    let mut client = server().connect(Data::default());
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let bytes = b"{}[]\":,\\0123456789.eE+-truefalsn \x00\xff\xc3";
    for round in 0..20_000 {
        let mut text = seeds[round % seeds.len()].as_bytes().to_vec();
        for _ in 0..=random(4) {
            let at = random(text.len());
            match random(4) {
                0 => text[at] = bytes[random(bytes.len())],
                1 => text.insert(at, bytes[random(bytes.len())]),
                2 => drop(text.drain(at..(at + random(9)).min(text.len()))),
                _ => text.truncate(at.max(1)),
            }
            if text.is_empty() {
                text.push(b'{');
            }
        }
        client.bytes(&text);
        assert_eq!(client.closed(), None, "{}", String::from_utf8_lossy(&text));
    }
    client.frames();
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("nop")]);
}
