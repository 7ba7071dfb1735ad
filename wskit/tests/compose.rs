//! Routers made of routers, layers of one message, and what handlers may return.
#![allow(missing_docs)]

mod common;

use std::time::Duration;

use common::{Data, Find, FindError, FindOk, Log, Nop, Ping, Pong, Slow, SlowOk, Step, Sum, bare, pong};
use serde_json::json;
use wskit::{
    close::Closed,
    layers::require,
    prelude::*,
    router::{AuthPolicy, OnConflict},
    testing::TestServer,
    topics::PublishReport,
};

async fn nop(ctx: Ctx<Nop, Data>) -> Result<()> {
    ctx.send(&Pong { text: "inner".into() })?;
    Ok(())
}

async fn other_nop(ctx: Ctx<Nop, Data>) -> Result<()> {
    ctx.send(&Pong { text: "outer".into() })?;
    Ok(())
}

async fn ping(ctx: Ctx<Ping, Data>) -> Result<()> {
    ctx.send(&Pong { text: "ping".into() })?;
    Ok(())
}

/// A layer that notes its name.
fn noting(name: &'static str) -> impl wskit::Layer<Data> {
    move |gate: Gate<Data>, next: Next<Data>| {
        gate.data().log.add(name);
        next.run(gate)
    }
}

fn problems(router: Router<Data>) -> Vec<String> {
    let clock = wskit::testing::FakeClock::new();
    wskit::Hub::new(router, std::sync::Arc::new(clock)).err().expect("refused").problems().to_vec()
}

#[test]
fn layers_of_a_message_run_after_those_of_its_router_and_those_around_it() {
    let inner = Router::new().layer(noting("inner")).route::<Nop>().layer(noting("nop")).on(nop);
    let outer = Router::new().layer(noting("outer")).on(ping).merge(inner);
    let data = Data::default();
    let mut client = TestServer::new(outer).connect(data.clone());
    client.send(&Nop);
    assert_eq!(data.log.take(), ["outer", "inner", "nop"]);
    client.send(&Ping { text: "x".into() });
    assert_eq!(data.log.take(), ["outer"]);
    assert_eq!(bare(client.frames()), [pong("inner"), pong("ping")]);
}

#[test]
fn a_merge_refuses_conflicts_unless_told_what_to_do() {
    let both = |conflicts| Router::new().on(other_nop).merge_with(Router::new().on(nop), conflicts);
    assert_eq!(problems(both(OnConflict::Refuse)), ["NOP has two handlers; remove one"]);
    for (conflicts, text) in [(OnConflict::Keep, "outer"), (OnConflict::Replace, "inner")] {
        let mut client = TestServer::new(both(conflicts)).connect(Data::default());
        client.send(&Nop);
        assert_eq!(bare(client.frames()), [pong(text)]);
    }
}

#[test]
fn a_merge_takes_limits_once() {
    let limits = |max_topics| Limits { max_topics, ..Limits::default() };
    let with = |max_topics| Router::<Data>::new().limits(limits(max_topics));
    assert!(problems(with(1).merge(with(2)))[0].contains("different limits"));
    let hub = |router: Router<Data>| TestServer::new(router).connect(Data::default());
    drop(hub(with(1).merge(with(1))));
    drop(hub(with(1).merge_with(with(2), OnConflict::Replace)));
}

#[test]
fn a_mounted_router_answers_under_its_prefix() {
    let router = Router::new().on(other_nop).mount("admin.", Router::new().on(nop));
    let mut client = TestServer::new(router).connect(Data::default());
    client.text(r#"{"type":"admin.NOP"}"#);
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("inner"), pong("outer")]);
    let system = problems(Router::new().mount("$", Router::new().on(nop)));
    assert_eq!(system, ["$NOP begins like a type of the system; choose another prefix"]);
}

#[test]
fn hooks_of_both_routers_run_in_order() {
    fn hooked(name: &'static str) -> Router<Data> {
        Router::new()
            .on_open(move |connection: Connection<Data>| {
                connection.data().log.add(format!("open {name}"));
                std::future::ready(Ok(()))
            })
            .on_close(move |connection: Connection<Data>, _: Closed| {
                connection.data().log.add(format!("close {name}"));
                assert_eq!(name, "b");
                std::future::ready(())
            })
            .on_error(move |connection, _| connection.data().log.add(format!("error {name}")))
    }
    let data = Data::default();
    TestServer::new(hooked("a").merge(hooked("b"))).connect(data.clone()).disconnect();
    let expected = ["open a", "open b", "close a", "error a", "error b", "close b"];
    assert_eq!(data.log.take(), expected);
}

#[test]
fn on_publish_sees_what_was_published_and_may_panic() {
    async fn say(ctx: Ctx<Nop, Data>) -> Result<()> {
        ctx.topics().subscribe("room:1").await?;
        ctx.publish("room:1", &Pong { text: "hi".into() }).await?;
        Ok(())
    }
    let router = Router::new().on(say).on_publish(
        |connection: Option<&Connection<Data>>, report: &PublishReport<'_>| {
            let PublishReport { topic, wire_type, published, .. } = report;
            let matched = published.unwrap().matched;
            connection.unwrap().data().log.add(format!("{topic} {wire_type} {matched:?}"));
            panic!("no matter");
        },
    );
    let data = Data::default();
    let mut client = TestServer::new(router).connect(data.clone());
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("hi")]);
    assert_eq!(data.log.take(), ["room:1 PONG Some(1)"]);
}

#[test]
fn a_message_too_large_for_any_instance_is_not_published() {
    async fn shout(ctx: Ctx<Nop, Data>) -> Result<()> {
        let error = ctx.publish("room:1", &Pong { text: "x".repeat(100) }).await.unwrap_err();
        ctx.data().log.add(format!("{} {} {error}", error.code(), error.retryable()));
        let error = ctx.publish("room 1", &Pong { text: String::new() }).await.unwrap_err();
        ctx.data().log.add(error.code());
        Ok(())
    }
    let limits = Limits { max_frame_bytes: 100, ..Limits::default() };
    let data = Data::default();
    TestServer::new(Router::new().on(shout).limits(limits)).connect(data.clone()).send(&Nop);
    let log = data.log.take();
    assert!(log[0].starts_with("PAYLOAD_TOO_LARGE false the frame is too large"), "{}", log[0]);
    assert_eq!(log[1], "VALIDATION");
}

#[test]
fn a_handler_may_return_the_response_itself() {
    async fn find(ctx: RpcCtx<Find, Data>) -> std::result::Result<FindOk, FindError> {
        match ctx.payload.id {
            0 => Err(FindError::NotFound { id: 0 }),
            _ => Ok(FindOk { name: "Ada".into() }),
        }
    }
    async fn slow(_: RpcCtx<Slow, Data>) -> Result<SlowOk> {
        Err(Code::Unavailable.into())
    }
    let mut client = TestServer::new(Router::new().rpc(find).rpc(slow)).connect(Data::default());
    client.request("0", &Find { id: 0 });
    client.request("1", &Find { id: 1 });
    client.request("2", &Slow { ms: 0 });
    let frames = client.frames();
    assert_eq!(frames[0]["payload"]["code"], "NOT_FOUND");
    assert_eq!(frames[1]["payload"], json!({"name": "Ada"}));
    assert_eq!(frames[1]["meta"]["correlationId"], "1");
    assert_eq!(frames[2]["payload"]["code"], "UNAVAILABLE");
}

#[test]
fn an_error_of_authentication_ends_the_connection_only_where_it_is_asked_for() {
    async fn sum(ctx: RpcCtx<Sum, Data>) -> Reply<Sum> {
        ctx.error(Code::Unauthenticated)
    }
    async fn ping(ctx: Ctx<Ping, Data>) -> Result<()> {
        ctx.error(Code::PermissionDenied);
        Ok(())
    }
    let strict = AuthPolicy { close_on_unauthenticated: true, ..AuthPolicy::default() };
    let never = require(Code::Unauthenticated, |_: &Data| false);
    let router = || Router::new().rpc(sum).on(ping);
    let sum = Sum { a: 0.0, b: 0.0 };

    let mut lenient = TestServer::new(router()).connect(Data::default());
    lenient.request("1", &sum);
    assert_eq!((lenient.frames().len(), lenient.closed()), (1, None));

    let mut denied = TestServer::new(router().auth(strict)).connect(Data::default());
    denied.send(&Ping { text: "x".into() });
    assert_eq!((denied.frames().len(), denied.closed()), (1, None));
    denied.request("1", &sum);
    assert_eq!(denied.frames()[0]["payload"]["code"], "UNAUTHENTICATED");
    assert_eq!(denied.closed(), Some((1008, "UNAUTHENTICATED".into())));

    let mut gated = TestServer::new(router().auth(strict).layer(never)).connect(Data::default());
    gated.send(&Ping { text: "x".into() });
    assert_eq!(gated.frames()[0]["payload"]["code"], "UNAUTHENTICATED");
    assert_eq!(gated.closed().map(|(code, _)| code), Some(1008));
}

#[test]
fn a_gate_reads_meta() {
    async fn look(gate: Gate<Data>, next: Next<Data>) -> Result<Outcome> {
        for key in ["correlationId", "roomId", "clientId", "none"] {
            gate.data().log.add(format!("{:?}", gate.meta(key)));
        }
        next.run(gate).await
    }
    let data = Data::default();
    let mut client = TestServer::new(common::router().layer(look)).connect(data.clone());
    client.text(
        r#"{"type":"WITH_META","payload":{"x":1},"meta":{"roomId":"r","clientId":"me","correlationId":"c"}}"#,
    );
    assert_eq!(data.log.take(), ["Some(String(\"c\"))", "Some(String(\"r\"))", "None", "None"]);
    assert_eq!(bare(client.frames()), [pong("1 r")]);
}

async fn steps(ctx: RpcCtx<Slow, Data>) -> Reply<Slow> {
    for done in 0..ctx.payload.ms {
        ctx.progress(Step { done });
        ctx.sleep(Duration::from_millis(10)).await;
    }
    ctx.progress(Step { done: 100 });
    ctx.progress(Step { done: 101 });
    ctx.reply(SlowOk)
}

fn done(frames: &[serde_json::Value]) -> Vec<i64> {
    frames.iter().map(|frame| frame["data"]["done"].as_i64().unwrap_or(-1)).collect()
}

#[test]
fn progress_is_throttled_and_the_last_is_never_lost() {
    let limits = Limits { progress_interval: Duration::from_millis(25), ..Limits::default() };
    let server = TestServer::new(Router::new().rpc(steps).limits(limits));
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 4 });
    assert_eq!(done(&client.frames()), [0]);
    let mut seen = Vec::new();
    for _ in 0..8 {
        server.clock().advance(Duration::from_millis(5));
        seen.extend(done(&client.frames()));
    }
    assert_eq!(seen, [2, 101, -1]);
}

#[test]
fn held_progress_is_sent_when_it_is_due_and_never_after_the_answer() {
    let limits = Limits { progress_interval: Duration::from_secs(1), ..Limits::default() };
    let server = TestServer::new(Router::new().rpc(steps).limits(limits));
    let mut client = server.connect(Data::default());
    client.request("a", &Slow { ms: 4 });
    server.clock().advance(Duration::from_millis(10));
    assert_eq!(done(&client.frames()), [0]);
    client.abort("a");
    let frames = client.frames();
    assert_eq!((frames.len(), &frames[0]["payload"]["code"]), (1, &json!("CANCELLED")));
    server.clock().advance(Duration::from_secs(5));
    assert!(client.frames().is_empty());
}

#[test]
fn a_handler_knows_its_deadline_and_others_hear_when_it_is_given_up() {
    async fn watched(ctx: RpcCtx<Slow, Data>) -> Reply<Slow> {
        let log: Log = ctx.data().log.clone();
        log.add(format!("{:?}", ctx.time_remaining()));
        let deadline = ctx.deadline().duration_since(std::time::UNIX_EPOCH)?;
        log.add(format!("{}", deadline.as_millis() == u128::from(ctx.now_ms()) + 50));
        let cancelled = ctx.cancelled();
        ctx.update_data(|data| data.waiting.push(cancelled));
        ctx.sleep(Duration::from_millis(ctx.payload.ms.into())).await;
        ctx.reply(SlowOk)
    }
    let server = TestServer::new(Router::new().rpc(watched));
    let data = Data::default();
    let mut client = server.connect(data.clone());
    for (id, ms) in [("answered", 10), ("late", 90), ("aborted", 90)] {
        client.request_with(id, &Slow { ms }, json!({"timeoutMs": 50}));
    }
    assert_eq!(data.log.take()[..2], ["50ms", "true"]);
    client.abort("aborted");
    server.clock().advance(Duration::from_millis(50));
    client.request_with("disconnected", &Slow { ms: 90 }, json!({"timeoutMs": 50}));
    let waiting = client.connection().data().waiting.clone();
    let is_ready =
        |cancelled: &wskit::Cancelled| futures_util::FutureExt::now_or_never(cancelled.clone()).is_some();
    assert_eq!(waiting.iter().map(is_ready).collect::<Vec<_>>(), [false, true, true, false]);
    client.disconnect();
    assert_eq!(waiting.iter().map(is_ready).collect::<Vec<_>>(), [false, true, true, true]);
}

#[test]
fn an_event_may_hand_its_correlation_id_on() {
    async fn correlated(ctx: Ctx<Nop, Data>) -> Result<()> {
        ctx.send_correlated(&Pong { text: "corr".into() })?;
        Ok(())
    }
    let mut client = TestServer::new(Router::new().on(correlated)).connect(Data::default());
    client.text(r#"{"type":"NOP","meta":{"correlationId":"c"}}"#);
    client.send(&Nop);
    let frames = bare(client.frames());
    assert_eq!(frames[0]["meta"], json!({"correlationId": "c"}));
    assert_eq!(frames[1]["meta"], json!({}));
}
