//! The frames, one after another.

use serde_json::{Value, json};

use crate::world::{Peer, World, answer, ask, next, request, settle, start};

pub(crate) async fn an_event<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let frame = answer(&mut peer, r#"{"type":"PING","payload":{"text":"hi"}}"#).await;
    assert_eq!(frame, json!({"type": "PONG", "meta": {}, "payload": {"text": "hi"}}));
}

pub(crate) async fn a_request_with_a_timeout<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let text = r#"{"type":"SUM","meta":{"correlationId":"1","timeoutMs":5000,"timestamp":1},"payload":{"a":1,"b":2}}"#;
    assert_eq!(answer(&mut peer, text).await["payload"], json!({"total": 3.0}));
}

pub(crate) async fn a_reply<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let sum = answer(&mut peer, &request("r-1", "SUM", &json!({"a": 1, "b": 2}))).await;
    assert_eq!(sum, json!({"type": "SUM_OK", "meta": {"correlationId": "r-1"}, "payload": {"total": 3.0}}));
    let void = answer(&mut peer, &request("r-2", "RVOID", &Value::Null)).await;
    assert_eq!(void, json!({"type": "RVOID_OK", "meta": {"correlationId": "r-2"}}));
    let payload = json!({"id": "i", "text": "t", "n": -5, "tags": ["a", "b"]});
    let echo = answer(&mut peer, &request("r-3", "ECHO", &payload)).await;
    assert_eq!(echo, json!({"type": "ECHO_OK", "meta": {"correlationId": "r-3"}, "payload": payload}));
}

pub(crate) async fn progress<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for n in [0, 3, 1000] {
        peer.text(&request("p", "PROG", &json!({"n": n}))).await;
        for i in 0..n {
            let progress =
                json!({"type": "$ws:rpc-progress", "meta": {"correlationId": "p"}, "data": {"i": i}});
            assert_eq!(next(&mut peer).await, progress);
        }
        let reply = json!({"type": "PROG_OK", "meta": {"correlationId": "p"}, "payload": {"n": n}});
        assert_eq!(next(&mut peer).await, reply);
    }
}

pub(crate) async fn an_rpc_error<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let frame = answer(&mut peer, &request("e", "RERR", &json!({"code": "NOT_FOUND"}))).await;
    let payload = json!({"code": "NOT_FOUND", "message": "Target resource absent", "retryable": false});
    assert_eq!(frame, json!({"type": "RPC_ERROR", "meta": {"correlationId": "e"}, "payload": payload}));
}

pub(crate) async fn an_error_outside_rpc<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let frame = answer(&mut peer, r#"{"type":"EVERR","meta":{"correlationId":"e"}}"#).await;
    let payload = json!({"code": "NOT_FOUND", "message": "nope", "details": {"a": 1}, "retryable": false});
    assert_eq!(frame, json!({"type": "ERROR", "meta": {}, "payload": payload}));
}

pub(crate) async fn an_abort<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    assert!(ask(&mut peer, &request("a", "RSLOW", &json!({"ms": 60_000}))).await.is_empty());
    let frame = answer(&mut peer, r#"{"type":"$ws:abort","meta":{"correlationId":"a"}}"#).await;
    let payload = json!({"code": "CANCELLED", "message": "Call cancelled", "retryable": false});
    assert_eq!(frame, json!({"type": "RPC_ERROR", "meta": {"correlationId": "a"}, "payload": payload}));
    let count = answer(&mut peer, &request("c", "ABORTED_COUNT", &json!({}))).await;
    assert_eq!(count["payload"], json!({"count": 1}));
    assert!(ask(&mut peer, r#"{"type":"$ws:abort","meta":{"correlationId":"a"}}"#).await.is_empty());
}

pub(crate) async fn a_heartbeat<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    peer.text(r#"{"type":"__heartbeat","meta":{"correlationId":"h"}}"#).await;
    let mut frame = peer.next().await.frame();
    assert!(frame["meta"]["ts"].take().is_u64(), "{frame}");
    assert_eq!(frame, json!({"type": "__heartbeat_ack", "meta": {"ts": null}}));
    assert!(settle(&mut peer).await.is_empty());
}

pub(crate) async fn a_correlation_id_carried_on<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for (sent, back) in [
        (r#"{"type":"INHCORR","meta":{"correlationId":"k"}}"#, json!({"correlationId": "k"})),
        (r#"{"type":"INHCORR"}"#, json!({})),
    ] {
        let frame = answer(&mut peer, sent).await;
        assert_eq!(frame, json!({"type": "PONG", "meta": back, "payload": {"text": "corr"}}));
    }
}

pub(crate) async fn a_payload_of_every_kind<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let payload = kinds();
    let frame = answer(&mut peer, &json!({"type": "KINDS", "payload": payload}).to_string()).await;
    assert_eq!(frame, json!({"type": "KINDS_OK", "meta": {}, "payload": payload}));
    for (field, wrong) in [
        ("safe", json!(9_007_199_254_740_992_u64)),
        ("long", json!(-9_007_199_254_740_992_i64)),
        ("big", json!("01")),
        ("color", json!("green")),
        ("shape", json!({"kind": "square"})),
        ("slug", json!("A b")),
        ("scores", json!({"a": -1})),
        ("pair", json!([256, "x"])),
        ("id", json!("1")),
        ("at", json!("today")),
        ("bytes", json!("a")),
        ("length", json!("")),
        ("range", json!(101)),
        ("email", json!("x")),
        ("url", json!("x")),
        ("pattern", json!("abc-1")),
        ("contains", json!("x")),
        ("prefix", json!("x")),
        ("suffix", json!("x")),
        ("ip", json!("1.2.3")),
        ("ascii", json!("é")),
        ("items", json!([])),
        ("unique", json!(["a", "a"])),
        ("inner", json!(["123456"])),
        ("even", json!(3)),
    ] {
        let mut payload = kinds();
        payload[field] = wrong;
        let frame = answer(&mut peer, &json!({"type": "KINDS", "payload": payload}).to_string()).await;
        let path = frame["payload"]["details"]["issues"][0]["path"].as_str().unwrap_or_default();
        assert!(path.starts_with(&format!("/payload/{field}")), "{field}: {frame}");
    }
}

fn kinds() -> Value {
    json!({
        "flag": true, "int": -1, "long": 9_007_199_254_740_991_i64, "safe": 9_007_199_254_740_991_u64,
        "big": "18446744073709551615", "ratio": 0.5, "text": "ünï", "nested": {"x": 1.0, "y": -2.5},
        "color": "darkBlue", "shape": {"kind": "polygon", "corners": [{"x": 0.0, "y": 0.0}]},
        "slug": "a-1", "note": "n", "scores": {"ada": 1}, "pair": [7, "seven"], "points": [{"x": 1.0, "y": 2.0}],
        "id": "123e4567-e89b-12d3-a456-426614174000", "at": "2025-06-15T14:13:20.500Z", "bytes": "aGk=",
        "length": "0123456789", "range": 100, "email": "a@b.example", "url": "https://a.example/",
        "pattern": "ab-12", "contains": "a mid b", "prefix": "prefix", "suffix": "a suf", "ip": "::1",
        "ascii": "plain", "items": [1, 2, 3], "unique": ["a", "b"], "inner": ["12345"], "even": 2,
    })
}
