//! What happens when one end is slower than the other: nothing unbounded, nobody cut off who keeps up.
#![allow(missing_docs)]

mod common;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use common::{Data, Nop, Pong, Slow, Wait, bare, pong, router};
use serde_json::json;
use wskit::{
    limits::{LimitExceeded, LimitKind},
    prelude::*,
    testing::TestServer,
};

type Seen = Arc<Mutex<Vec<LimitExceeded>>>;

/// A server that notes every limit that is exceeded.
fn noting(router: Router<Data>, limits: &Limits) -> (TestServer<Data>, Seen) {
    let seen = Seen::default();
    let noted = Arc::clone(&seen);
    let router = router.limits(*limits).on_limit_exceeded(move |exceeded: &LimitExceeded| {
        noted.lock().unwrap().push(exceeded.clone());
    });
    (TestServer::new(router), seen)
}

fn kinds(seen: &Seen) -> Vec<(LimitKind, u64, u64)> {
    seen.lock().unwrap().drain(..).map(|it| (it.kind, it.observed, it.limit)).collect()
}

fn text(n: usize) -> Pong {
    Pong { text: n.to_string() }
}

#[test]
fn a_burst_in_one_turn_reaches_a_client_that_reads() {
    async fn burst(ctx: Ctx<Nop, Data>) -> Result<()> {
        for n in 0..3000 {
            ctx.send(&text(n))?;
        }
        Ok(())
    }
    let mut client = TestServer::new(Router::new().on(burst)).connect(Data::default());
    client.send(&Nop);
    assert_eq!(client.frames().len(), 3000);
    assert_eq!(client.closed(), None);
}

#[test]
fn a_handler_that_waits_for_room_may_send_any_amount() {
    async fn flood(ctx: Ctx<Nop, Data>) -> Result<()> {
        for n in 0..100_000 {
            ctx.room().await;
            ctx.send(&text(n))?;
        }
        Ok(())
    }
    let mut client = TestServer::new(Router::new().on(flood)).connect(Data::default());
    client.stop_reading();
    client.send(&Nop);
    client.read_again();
    assert_eq!(client.frames().len(), 100_000);
    client.stop_reading();
    client.send(&Nop);
    client.connection().close(4000, "enough");
    assert_eq!(client.closed().map(|(code, _)| code), Some(4000));
}

#[test]
fn a_slow_reader_has_a_deadline_and_a_hard_bound() {
    let limits = Limits { max_outbound_messages: 10, ..Limits::default() };
    let (server, seen) = noting(router(), &limits);
    let mut client = server.connect(Data::default());
    client.stop_reading();
    let taken = (0..100).take_while(|n| client.connection().send(&text(*n)).is_ok()).count();
    assert_eq!(taken, 40);
    assert_eq!(client.closed(), None);
    server.clock().advance(Duration::from_millis(4999));
    assert_eq!(client.closed(), None);
    server.clock().advance(Duration::from_millis(1));
    assert_eq!(client.closed().map(|(code, _)| code), Some(1013));
    assert_eq!(kinds(&seen), [(LimitKind::Backpressure, 40, 10)]);
}

#[test]
fn a_client_that_catches_up_in_time_stays() {
    let limits = Limits { max_outbound_messages: 10, ..Limits::default() };
    let (server, _) = noting(router(), &limits);
    let mut client = server.connect(Data::default());
    for _ in 0..3 {
        client.stop_reading();
        for n in 0..20 {
            client.connection().send(&text(n)).unwrap();
        }
        assert_eq!(client.closed(), None);
        server.clock().advance(Duration::from_secs(3));
        client.read_again();
        assert_eq!(client.frames().len(), 20);
    }
    server.clock().advance(Duration::from_secs(60));
    assert_eq!(client.closed(), None);
}

#[test]
fn an_endless_event_keeps_neither_an_abort_nor_a_heartbeat_from_being_read() {
    let limits = Limits { max_waiting_events: 4, ..Limits::default() };
    let (server, seen) = noting(router(), &limits);
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 25_000 });
    client.frames();
    client.send(&Wait { ms: u32::MAX });
    for _ in 0..6 {
        client.send(&Nop);
    }
    client.abort("a");
    client.text(r#"{"type":"__heartbeat"}"#);
    assert_eq!(client.unread(), 4);
    assert!(client.frames().is_empty());
    server.clock().advance(Duration::from_secs(5));
    let frames = client.frames();
    let codes: Vec<_> = frames.iter().map(|frame| frame["payload"]["code"].as_str().unwrap_or("-")).collect();
    assert_eq!(codes, ["RESOURCE_EXHAUSTED", "RESOURCE_EXHAUSTED", "CANCELLED", "-"]);
    assert_eq!(frames[3]["type"], "__heartbeat_ack");
    assert_eq!(kinds(&seen), [(LimitKind::WaitingEvents, 4, 4); 2]);
    assert_eq!(client.closed(), None);
}

#[test]
fn a_pipeline_behind_a_slow_event_loses_nothing() {
    let limits = Limits { max_waiting_events: 2, ..Limits::default() };
    let (server, seen) = noting(router(), &limits);
    let mut client = server.connect(Data::default());
    for _ in 0..20 {
        client.send(&Wait { ms: 1000 });
    }
    for _ in 0..20 {
        server.clock().advance(Duration::from_secs(1));
        assert_eq!(bare(client.frames()), [pong("waited 1000")]);
    }
    assert_eq!(kinds(&seen), []);
}

#[test]
fn waiting_events_are_bounded_in_bytes() {
    let limits = Limits { max_waiting_bytes: 100, ..Limits::default() };
    let (server, _) = noting(router(), &limits);
    let mut client = server.connect(Data::default());
    client.send(&Wait { ms: 10 });
    let padded = format!(r#"{{"type":"NOP"{}}}"#, " ".repeat(60));
    for _ in 0..4 {
        client.text(&padded);
    }
    assert_eq!(client.unread(), 2);
    server.clock().advance(Duration::from_millis(10));
    assert_eq!(client.frames().len(), 5);
}

#[test]
fn a_client_cannot_ask_for_more_time_than_there_is() {
    let limits = Limits { max_rpc_timeout: Duration::from_secs(60), ..Limits::default() };
    let (server, _) = noting(router(), &limits);
    let mut client = server.connect(Data::default());
    client.request_with("a", &Slow { ms: u32::MAX }, json!({"timeoutMs": u64::MAX}));
    client.frames();
    server.clock().advance(Duration::from_millis(59_999));
    assert!(client.frames().is_empty());
    server.clock().advance(Duration::from_millis(1));
    assert_eq!(client.frames()[0]["payload"]["code"], "DEADLINE_EXCEEDED");
}
