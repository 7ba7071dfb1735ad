//! Handlers: errors, panics, order, deadlines, cancellation, and what a client gets to know of it.
#![allow(missing_docs)]

mod common;

use std::{sync::atomic::Ordering, time::Duration};

use common::{Boom, Data, Find, Nop, Panics, Ping, Slow, Sum, Wait, bare, pong, router, server};
use serde_json::{Value, json};
use wskit::{prelude::*, testing::TestServer};

fn millis(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn progress(id: &str) -> Value {
    json!({"type": "$ws:rpc-progress", "meta": {"correlationId": id}, "data": {"done": 0}})
}

fn slow_ok(id: &str) -> Value {
    json!({"type": "SLOW_OK", "meta": {"correlationId": id}})
}

fn rpc_error(id: &str, payload: &Value) -> Value {
    json!({"type": "RPC_ERROR", "meta": {"correlationId": id}, "payload": payload})
}

fn internal() -> Value {
    json!({"code": "INTERNAL", "message": "Unexpected server error", "retryAfterMs": 200})
}

#[test]
fn declared_errors_reach_the_client_typed() {
    let mut client = server().connect(Data::default());
    client.request("0", &Find { id: 0 });
    client.request("1", &Find { id: 1 });
    client.request("2", &Find { id: 2 });
    assert_eq!(
        bare(client.frames()),
        [
            rpc_error(
                "0",
                &json!({"code": "NOT_FOUND", "message": "Target resource absent", "details": {"id": 0}, "retryable": false})
            ),
            rpc_error(
                "1",
                &json!({"code": "BANNED", "message": "banned until 7", "details": {"untilMs": 7}, "retryable": true})
            ),
            rpc_error(
                "2",
                &json!({"code": "UNAVAILABLE", "message": "Transient infrastructure error", "retryable": true, "retryAfterMs": 100})
            ),
        ]
    );
}

#[test]
fn a_failing_handler_is_internal_and_keeps_its_secret() {
    let data = Data::default();
    let mut client = server().connect(data.clone());
    for id in 3..=5 {
        client.request(&id.to_string(), &Find { id });
    }
    let frames = bare(client.frames());
    assert_eq!(
        frames,
        [rpc_error("3", &internal()), rpc_error("4", &internal()), rpc_error("5", &internal())]
    );
    let log = data.log.take();
    assert_eq!(log.len(), 3);
    assert!(
        log[0].contains("a secret cause") && log[0].contains("FIND") && log[0].contains("panicked: false")
    );
    assert!(log[1].contains("a secret panic") && log[1].contains("panicked: true"));
    assert!(log[2].contains("/payload/name"), "{}", log[2]);
}

#[test]
fn a_failing_event_is_internal_and_the_connection_lives_on() {
    let data = Data::default();
    let mut client = server().connect(data.clone());
    client.send(&Boom);
    client.send(&Panics);
    client.send(&Nop);
    let error = json!({"type": "ERROR", "meta": {}, "payload": internal()});
    assert_eq!(bare(client.frames()), [error.clone(), error, pong("nop")]);
    assert_eq!(data.log.take().len(), 2);
}

#[test]
fn events_wait_for_each_other_and_rpcs_do_not() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.send(&Wait { ms: 100 });
    client.text(r#"{"type":"PING","payload":{}}"#);
    client.send(&Ping { text: "b".into() });
    client.request("1", &Sum { a: 1.0, b: 1.0 });
    let first = bare(client.frames());
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["type"], "SUM_OK");
    server.clock().advance(millis(99));
    assert!(client.frames().is_empty());
    server.clock().advance(millis(1));
    let rest = bare(client.frames());
    assert_eq!(rest[0], pong("waited 100"));
    assert_eq!(rest[1]["payload"]["code"], "INVALID_ARGUMENT");
    assert_eq!(rest[2], pong("b"));
}

#[test]
fn rpcs_run_beside_each_other_and_progress_comes_before_the_answer() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 20 });
    client.request("b", &Slow { ms: 10 });
    assert_eq!(bare(client.frames()), [progress("a"), progress("b")]);
    server.clock().advance(millis(10));
    assert_eq!(bare(client.frames()), [slow_ok("b")]);
    server.clock().advance(millis(10));
    assert_eq!(bare(client.frames()), [slow_ok("a")]);
}

#[test]
fn an_abort_drops_the_handler_and_says_cancelled() {
    let data = Data::default();
    let server = server();
    let mut client = server.connect(data.clone());
    client.request("a", &Slow { ms: 20 });
    client.request("b", &Slow { ms: 20 });
    client.abort("a");
    client.abort("a");
    let cancelled = json!({"code": "CANCELLED", "message": "Call cancelled", "retryable": false});
    assert_eq!(bare(client.frames()), [progress("a"), progress("b"), rpc_error("a", &cancelled)]);
    assert_eq!(data.dropped.load(Ordering::SeqCst), 1);
    server.clock().advance(millis(20));
    assert_eq!(bare(client.frames()), [slow_ok("b")]);
}

#[test]
fn a_deadline_drops_the_handler_and_says_so() {
    let data = Data::default();
    let server = server();
    let mut client = server.connect(data.clone());
    client.text(r#"{"type":"SLOW","meta":{"correlationId":"a","timeoutMs":50},"payload":{"ms":1000}}"#);
    client.request("b", &Slow { ms: 60_000 });
    client.frames();
    server.clock().advance(millis(49));
    assert!(client.frames().is_empty());
    server.clock().advance(millis(1));
    let late = json!({"code": "DEADLINE_EXCEEDED", "message": "RPC timed out", "retryable": true, "retryAfterMs": 50});
    assert_eq!(bare(client.frames()), [rpc_error("a", &late)]);
    server.clock().advance(millis(30_000));
    assert_eq!(bare(client.frames()), [rpc_error("b", &late)]);
    assert_eq!(data.dropped.load(Ordering::SeqCst), 2);
}

#[test]
fn a_clock_that_goes_back_harms_nothing() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 10 });
    server.clock().set_back(millis(100_000));
    client.send(&Nop);
    server.clock().advance(millis(100_010));
    assert_eq!(bare(client.frames()), [progress("a"), pong("nop"), slow_ok("a")]);
}

#[test]
fn a_disconnect_drops_what_is_in_flight() {
    let data = Data::default();
    let mut client = server().connect(data.clone());
    client.request("a", &Slow { ms: 10 });
    client.disconnect();
    assert_eq!(data.dropped.load(Ordering::SeqCst), 1);
}

#[test]
fn an_id_in_flight_is_not_taken_twice() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 10 });
    client.request("a", &Sum { a: 1.0, b: 1.0 });
    server.clock().advance(millis(10));
    assert_eq!(bare(client.frames()), [progress("a"), slow_ok("a")]);
    client.request("a", &Sum { a: 1.0, b: 1.0 });
    assert_eq!(client.frames().len(), 1);
}

#[test]
fn one_rpc_too_many_is_refused() {
    let limits = Limits { max_in_flight: 1, ..Limits::default() };
    let mut client = TestServer::new(router().limits(limits)).connect(Data::default());
    client.request("a", &Slow { ms: 10 });
    client.request("b", &Sum { a: 1.0, b: 1.0 });
    let frames = client.frames();
    assert_eq!(frames[1]["payload"]["code"], "RESOURCE_EXHAUSTED");
    assert_eq!(frames[1]["meta"]["correlationId"], "b");
}

#[test]
fn a_shutdown_answers_what_is_in_flight_and_says_1001() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 10 });
    client.frames();
    client.shut_down();
    assert_eq!(client.closed(), None);
    server.clock().advance(millis(10));
    assert_eq!(bare(client.frames()), [slow_ok("a")]);
    assert_eq!(client.closed().map(|(code, _)| code), Some(1001));
}

#[test]
fn two_handlers_for_one_message_are_an_error() {
    async fn again(ctx: Ctx<Nop, Data>) -> Result<()> {
        ctx.send(&common::Pong { text: "again".into() })?;
        Ok(())
    }
    let built = std::panic::catch_unwind(|| TestServer::new(router().on(again)));
    let message = *built.err().expect("refused").downcast::<String>().unwrap();
    assert!(message.contains("NOP has two handlers"), "{message}");
}

#[test]
fn an_abort_is_heard_during_a_shutdown_and_a_message_is_not() {
    let server = server();
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 10 });
    client.frames();
    client.shut_down();
    client.send(&Nop);
    client.request("b", &Sum { a: 1.0, b: 1.0 });
    client.abort("a");
    let frames = client.frames();
    assert_eq!(frames.len(), 1, "{frames:?}");
    assert_eq!(frames[0]["payload"]["code"], "CANCELLED");
    assert_eq!(client.closed().map(|(code, _)| code), Some(1001));
}

#[test]
fn a_handler_that_panics_before_its_first_await_is_reported_as_panicked() {
    fn broken(_: Ctx<Nop, Data>) -> std::future::Ready<Result<()>> {
        panic!("a secret panic")
    }
    let data = Data::default();
    let router = Router::new().on(broken).on_error(
        |connection: &Connection<Data>, error: &wskit::router::HandlerError<'_>| {
            connection.data().log.add(format!("{} {}", error.panicked, error.cause));
        },
    );
    let mut client = TestServer::new(router).connect(data.clone());
    client.send(&Nop);
    assert_eq!(client.frames()[0]["payload"], internal());
    assert_eq!(data.log.take(), ["true a secret panic"]);
}

#[test]
fn a_handler_that_panics_as_it_is_dropped_harms_only_itself() {
    struct Fragile;
    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    async fn fragile(ctx: RpcCtx<Slow, Data>) -> Reply<Slow> {
        let fragile = Fragile;
        std::future::pending::<()>().await;
        drop(fragile);
        ctx.reply(common::SlowOk)
    }
    let data = Data::default();
    let closed = |connection: Connection<Data>, _| {
        connection.data().log.add("closed");
        std::future::ready(())
    };
    let mut client = TestServer::new(Router::new().rpc(fragile).on_close(closed)).connect(data.clone());
    client.request("a", &Slow { ms: 1 });
    client.request("b", &Slow { ms: 1 });
    client.request("c", &Slow { ms: 1 });
    client.abort("a");
    assert_eq!(client.frames()[0]["payload"]["code"], "CANCELLED");
    client.disconnect();
    assert_eq!(data.log.take(), ["closed"]);
}
