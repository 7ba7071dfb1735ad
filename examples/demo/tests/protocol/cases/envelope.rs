//! The envelope: `{type, meta?, payload?}`.

use serde_json::{Value, json};

use crate::world::{NOP, Peer, World, answer, ask, next, pong, start};

fn first_issue(frame: &Value) -> (&str, &str) {
    assert_eq!(frame["payload"]["code"], "INVALID_ARGUMENT", "{frame}");
    let issue = &frame["payload"]["details"]["issues"][0];
    (issue["path"].as_str().unwrap(), issue["code"].as_str().unwrap())
}

pub(crate) async fn a_type_is_exact_and_may_be_escaped<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    assert_eq!(answer(&mut peer, r#"{"type":"N\u004fP"}"#).await, pong("nop"));
    assert_eq!(answer(&mut peer, r#"{"type":"nop"}"#).await["payload"]["code"], "UNIMPLEMENTED");
    assert!(ask(&mut peer, r#"{"type":"$ws:other"}"#).await.is_empty());
    assert!(ask(&mut peer, r#"{"type":"__other"}"#).await.is_empty());
}

pub(crate) async fn meta_may_be_absent_or_null_and_knows_its_keys<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for meta in ["", r#","meta":null"#, r#","meta":{}"#, r#","meta":{"timestamp":1.5,"correlationId":"c"}"#] {
        assert_eq!(answer(&mut peer, &format!(r#"{{"type":"NOP"{meta}}}"#)).await, pong("nop"));
    }
    for (meta, path, code) in [
        (r#"{"extra":1}"#, "/meta/extra", "unknown_field"),
        (r#"{"correlationId":1}"#, "/meta/correlationId", "type"),
        (r#"{"timestamp":"now"}"#, "/meta/timestamp", "type"),
        ("[]", "/meta", "type"),
    ] {
        let frame = answer(&mut peer, &format!(r#"{{"type":"NOP","meta":{meta}}}"#)).await;
        assert_eq!(first_issue(&frame), (path, code));
    }
    let declared = answer(&mut peer, r#"{"type":"WITHMETA","meta":{"roomId":"r"},"payload":{"x":7}}"#).await;
    assert_eq!(declared, json!({"type": "WITHMETA_OK", "meta": {}, "payload": {"x": 7, "roomId": "r"}}));
}

pub(crate) async fn reserved_meta_is_stripped_however_it_is_spelled<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for key in ["clientId", "receivedAt", r"client\u0049d", r"received\u0041t"] {
        let text = format!(r#"{{"type":"NOP","meta":{{"{key}":"mine"}}}}"#);
        assert_eq!(answer(&mut peer, &text).await, pong("nop"), "{key}");
    }
}

pub(crate) async fn a_payload_is_there_exactly_when_it_is_declared<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for (text, issue) in [
        (r#"{"type":"PING"}"#, ("/payload", "missing_field")),
        (r#"{"type":"PING","payload":null}"#, ("/payload", "type")),
        (r#"{"type":"NOP","payload":{}}"#, ("/payload", "unknown_field")),
        (r#"{"type":"NOP","payload":null}"#, ("/payload", "unknown_field")),
    ] {
        assert_eq!(first_issue(&answer(&mut peer, text).await), issue, "{text}");
    }
}

pub(crate) async fn other_root_keys_and_doubled_keys_are_refused<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for (text, issue) in [
        (r#"{"type":"NOP","id":1}"#, ("/id", "unknown_field")),
        (r#"{"type":"NOP","type":"NOP"}"#, ("/type", "duplicate_field")),
        (
            r#"{"type":"NOP","meta":{"correlationId":"a","correlationId":"a"}}"#,
            ("/meta/correlationId", "duplicate_field"),
        ),
    ] {
        assert_eq!(first_issue(&answer(&mut peer, text).await), issue, "{text}");
    }
}

pub(crate) async fn a_binary_frame_is_answered_in_text<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    peer.bytes(NOP.as_bytes()).await;
    assert_eq!(next(&mut peer).await, pong("nop"));
    peer.bytes(&[0xff, 0xfe]).await;
    assert_eq!(answer(&mut peer, NOP).await, pong("nop"));
}

pub(crate) async fn outbound_frames_hold_nothing_that_is_not_declared<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    peer.text(r#"{"type":"PING","meta":{"correlationId":"c"},"payload":{"text":"x"}}"#).await;
    let frame = peer.next().await.frame();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&frame), ["type", "meta", "payload"]);
    assert_eq!(keys(&frame["meta"]), ["timestamp"]);
}
