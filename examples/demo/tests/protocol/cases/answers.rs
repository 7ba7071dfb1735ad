//! What gets which answer, row by row.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wskit::{Limits, limits::Oversize, router::AuthPolicy};

use crate::world::{NOP, Peer, Seen, Setup, World, answer, ask, next, pong, request, settle, start, with};

pub(crate) async fn what_is_no_message_gets_none<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for text in [
        "",
        "nonsense",
        "[]",
        "null",
        "7",
        "{",
        "{}",
        r#"{"type":7}"#,
        r#"{"payload":{}}"#,
        r#"{"type":"$ws:other"}"#,
        r#"{"type":"$ws:abort"}"#,
        r#"{"type":"__heartbeat_ack"}"#,
        r#"{"type":"ERROR","payload":{"code":"X","message":"x"}}"#,
        r#"{"type":"RPC_ERROR","meta":{"correlationId":"1"}}"#,
    ] {
        assert!(ask(&mut peer, text).await.is_empty(), "{text}");
    }
    assert_eq!(answer(&mut peer, NOP).await, pong("nop"));
}

pub(crate) async fn an_unknown_type_is_unimplemented<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let payload =
        json!({"code": "UNIMPLEMENTED", "message": "Feature not supported or deployed", "retryable": false});
    let event = answer(&mut peer, r#"{"type":"NOPE"}"#).await;
    assert_eq!(event, json!({"type": "ERROR", "meta": {}, "payload": payload}));
    let rpc = answer(&mut peer, &request("1", "NOPE", &json!({}))).await;
    assert_eq!(rpc, json!({"type": "RPC_ERROR", "meta": {"correlationId": "1"}, "payload": payload}));
}

pub(crate) async fn an_invalid_payload_is_told_every_issue<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let rpc = answer(&mut peer, &request("1", "SUM", &json!({"a": "x", "c": 1}))).await;
    assert_eq!((&rpc["type"], &rpc["meta"]), (&json!("RPC_ERROR"), &json!({"correlationId": "1"})));
    let issues: Vec<_> = rpc["payload"]["details"]["issues"].as_array().unwrap().iter().collect();
    let paths: BTreeSet<_> = issues.iter().map(|issue| issue["path"].as_str().unwrap()).collect();
    assert_eq!(paths, BTreeSet::from(["/payload/a", "/payload/b", "/payload/c"]));
    assert!(issues.iter().all(|issue| issue["code"].is_string() && issue["message"].is_string()));
    let anonymous = answer(&mut peer, r#"{"type":"SUM","payload":{}}"#).await;
    assert_eq!((&anonymous["type"], &anonymous["meta"]), (&json!("ERROR"), &json!({})));
    let event = answer(&mut peer, r#"{"type":"PING","meta":{"correlationId":"1"},"payload":{}}"#).await;
    assert_eq!((&event["type"], &event["meta"]), (&json!("ERROR"), &json!({})));
}

pub(crate) async fn at_most_32_issues_are_told<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let tags: Vec<u8> = vec![0; 100];
    let echo =
        answer(&mut peer, &request("1", "ECHO", &json!({"id": "", "text": "", "n": 0, "tags": tags}))).await;
    assert_eq!(echo["payload"]["details"]["issues"].as_array().map(Vec::len), Some(32));
}

pub(crate) async fn an_rpc_without_correlation_id_is_answered_without<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let frame = answer(&mut peer, r#"{"type":"SUM","payload":{"a":1,"b":1}}"#).await;
    assert_eq!(frame, json!({"type": "SUM_OK", "meta": {}, "payload": {"total": 2.0}}));
}

pub(crate) async fn an_id_in_flight_is_dropped<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    peer.text(&request("1", "RSLOW", &json!({"ms": 500}))).await;
    assert!(ask(&mut peer, &request("1", "SUM", &json!({"a": 1, "b": 1}))).await.is_empty());
    peer.pass(500).await;
    assert_eq!(next(&mut peer).await["type"], "RSLOW_OK");
    assert_eq!(answer(&mut peer, &request("1", "RVOID", &Value::Null)).await["type"], "RVOID_OK");
}

pub(crate) async fn a_handler_that_fails_or_panics_is_internal<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let internal = json!({"code": "INTERNAL", "message": "Unexpected server error", "retryAfterMs": 200});
    for event in ["BOOM", "PANIC"] {
        let frame = answer(&mut peer, &json!({"type": event}).to_string()).await;
        assert_eq!(frame, json!({"type": "ERROR", "meta": {}, "payload": internal}));
    }
    for rpc in ["RTHROW", "RPANIC"] {
        let frame = answer(&mut peer, &request("1", rpc, &Value::Null)).await;
        assert_eq!(frame, json!({"type": "RPC_ERROR", "meta": {"correlationId": "1"}, "payload": internal}));
    }
    assert_eq!(answer(&mut peer, NOP).await, pong("nop"));
}

pub(crate) async fn nothing_follows_an_answer<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    peer.text(&request("1", "PROG", &json!({"n": 300}))).await;
    while next(&mut peer).await["type"] != "PROG_OK" {}
    assert!(settle(&mut peer).await.is_empty());
}

fn small(oversize: Oversize) -> Setup {
    let limits = Limits { max_payload_bytes: 100, max_frame_bytes: 1000, oversize, ..Limits::default() };
    Setup { limits, ..Setup::default() }
}

pub(crate) async fn an_oversize_frame_is_answered<W: World>() {
    let (_world, mut peer) = with::<W>(&small(Oversize::Send)).await;
    let frame = answer(&mut peer, &" ".repeat(101)).await;
    let payload = json!({
        "code": "RESOURCE_EXHAUSTED", "message": "Payload size exceeds limit (101 > 100)",
        "details": {"observed": 101, "limit": 100}, "retryable": true, "retryAfterMs": 100,
    });
    assert_eq!(frame, json!({"type": "ERROR", "meta": {}, "payload": payload}));
    assert_eq!(answer(&mut peer, NOP).await, pong("nop"));
}

pub(crate) async fn an_oversize_frame_closes_with_1009<W: World>() {
    let (_world, mut peer) = with::<W>(&small(Oversize::Close)).await;
    peer.text(&" ".repeat(101)).await;
    assert!(matches!(peer.next().await, Seen::Closed(1009, _)));
}

pub(crate) async fn an_oversize_frame_is_left_to_the_hook<W: World>() {
    let (_world, mut peer) = with::<W>(&small(Oversize::Custom)).await;
    assert!(ask(&mut peer, &" ".repeat(101)).await.is_empty());
    assert_eq!(answer(&mut peer, NOP).await, pong("nop"));
}

pub(crate) async fn a_rate_is_limited_by_connection_and_type<W: World>() {
    let (world, mut peer) = start::<W>().await;
    let limited = r#"{"type":"LIMITED"}"#;
    assert_eq!(answer(&mut peer, limited).await, pong("limited"));
    assert_eq!(answer(&mut peer, limited).await, pong("limited"));
    let refused = answer(&mut peer, limited).await;
    assert_eq!(refused["type"], "ERROR");
    let mut payload = refused["payload"].clone();
    let wait = payload["retryAfterMs"].take().as_u64().unwrap();
    assert!((1..=1000).contains(&wait), "{wait}");
    let expected = json!({
        "code": "RESOURCE_EXHAUSTED", "message": "Rate limit exceeded",
        "details": {"cost": 1, "capacity": 2, "remaining": 0}, "retryable": true, "retryAfterMs": null,
    });
    assert_eq!(payload, expected);
    assert_eq!(answer(&mut peer, NOP).await, pong("nop"));
    let mut other = world.connect("/").await;
    assert_eq!(answer(&mut other, limited).await, pong("limited"));
}

pub(crate) async fn a_cost_beyond_the_bucket_is_a_failed_precondition<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let frame = answer(&mut peer, &request("1", "COSTLY", &Value::Null)).await;
    let payload = json!({
        "code": "FAILED_PRECONDITION", "message": "Operation cost exceeds capacity",
        "details": {"cost": 5, "capacity": 2}, "retryable": false,
    });
    assert_eq!(frame, json!({"type": "RPC_ERROR", "meta": {"correlationId": "1"}, "payload": payload}));
}

pub(crate) async fn too_many_rpcs_are_refused<W: World>() {
    let limits = Limits { max_in_flight: 2, ..Limits::default() };
    let (_world, mut peer) = with::<W>(&Setup { limits, ..Setup::default() }).await;
    for id in ["1", "2"] {
        peer.text(&request(id, "RSLOW", &json!({"ms": 60_000}))).await;
    }
    let frame = answer(&mut peer, &request("3", "RVOID", &Value::Null)).await;
    assert_eq!((&frame["type"], &frame["meta"]), (&json!("RPC_ERROR"), &json!({"correlationId": "3"})));
    assert_eq!(frame["payload"]["code"], "RESOURCE_EXHAUSTED");
}

pub(crate) async fn a_deadline_passes<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let slow =
        json!({"type": "RSLOW", "meta": {"correlationId": "1", "timeoutMs": 30}, "payload": {"ms": 60_000}});
    peer.text(&slow.to_string()).await;
    peer.pass(30).await;
    let payload = json!({"code": "DEADLINE_EXCEEDED", "message": "RPC timed out", "retryable": true, "retryAfterMs": 50});
    assert_eq!(
        next(&mut peer).await,
        json!({"type": "RPC_ERROR", "meta": {"correlationId": "1"}, "payload": payload})
    );
    let count = answer(&mut peer, &request("2", "ABORTED_COUNT", &json!({}))).await;
    assert_eq!(count["payload"], json!({"count": 1}));
}

pub(crate) async fn a_disconnect_drops_what_is_in_flight<W: World>() {
    let (world, mut peer) = start::<W>().await;
    assert!(ask(&mut peer, &request("1", "RSLOW", &json!({"ms": 60_000}))).await.is_empty());
    peer.leave().await;
    let mut other = world.connect("/").await;
    while answer(&mut other, &request("1", "ABORTED_COUNT", &json!({}))).await["payload"]["count"] != 1 {}
}

async fn errors_of_authentication<W: World>(auth: AuthPolicy) -> [Seen; 2] {
    let world = W::start(&Setup { auth, ..Setup::default() }).await;
    let mut ends = Vec::new();
    for code in ["UNAUTHENTICATED", "PERMISSION_DENIED"] {
        let mut peer = world.connect("/").await;
        peer.text(&request("1", "RERR", &json!({"code": code}))).await;
        peer.text(NOP).await;
        assert_eq!(next(&mut peer).await["payload"]["code"], code);
        ends.push(peer.next().await);
    }
    [ends.remove(0), ends.remove(0)]
}

pub(crate) async fn errors_of_authentication_leave_the_connection_open<W: World>() {
    let ends = errors_of_authentication::<W>(AuthPolicy::default()).await;
    assert!(matches!(ends, [Seen::Frame(_), Seen::Frame(_)]), "{ends:?}");
}

pub(crate) async fn unauthenticated_closes_where_it_is_asked_for<W: World>() {
    let strict = AuthPolicy { close_on_unauthenticated: true, ..AuthPolicy::default() };
    let ends = errors_of_authentication::<W>(strict).await;
    assert!(matches!(ends, [Seen::Closed(1008, _), Seen::Frame(_)]), "{ends:?}");
}

pub(crate) async fn permission_denied_closes_where_it_is_asked_for<W: World>() {
    let strict = AuthPolicy { close_on_permission_denied: true, ..AuthPolicy::default() };
    let ends = errors_of_authentication::<W>(strict).await;
    assert!(matches!(ends, [Seen::Frame(_), Seen::Closed(1008, _)]), "{ends:?}");
}
