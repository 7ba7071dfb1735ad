//! Opening, closing, middleware and topics.
#![allow(missing_docs)]

mod common;

use std::time::Duration;

use common::{Data, Log, Nop, Ping, Pong, Sum, bare, pong};
use serde_json::json;
use wskit::{close::Closed, prelude::*, testing::TestServer};

wskit::message!(
    #[event(from = client)]
    pub struct Enter {
        pub topic: String,
    }

    #[event(from = client)]
    pub struct Leave {
        pub topic: String,
    }

    #[event(from = client)]
    pub struct Say {
        pub topic: String,
        pub text: String,
        pub not_me: Option<bool>,
    }
);

async fn enter(ctx: Ctx<Enter, Log>) -> Result<()> {
    match ctx.topics().subscribe(&ctx.payload.topic).await {
        Ok(()) => ctx.data().add(format!("in {:?}", ctx.topics().list())),
        Err(error) => ctx.data().add(error.to_string()),
    }
    Ok(())
}

async fn leave(ctx: Ctx<Leave, Log>) -> Result<()> {
    ctx.topics().unsubscribe(&ctx.payload.topic).await?;
    Ok(())
}

async fn say(ctx: Ctx<Say, Log>) -> Result<()> {
    let Say { topic, text, not_me } = ctx.payload.clone();
    let mut publish = ctx.publish(topic, &Pong { text });
    if not_me == Some(true) {
        publish = publish.exclude_self();
    }
    let published = publish.await?;
    ctx.data().add(format!("matched {:?}", published.matched));
    Ok(())
}

fn topics() -> Router<Log> {
    Router::new().on(enter).on(leave).on(say)
}

fn enter_frame(topic: &str) -> Enter {
    Enter { topic: topic.into() }
}

fn say_frame(not_me: bool) -> Say {
    Say { topic: "room:1".into(), text: "hi".into(), not_me: Some(not_me) }
}

#[test]
fn a_publish_reaches_every_subscriber_once() {
    let server = TestServer::new(topics());
    let log = Log::default();
    let mut all: Vec<_> = (0..3).map(|_| server.connect(log.clone())).collect();
    for client in &mut all[..2] {
        client.send(&enter_frame("room:1"));
        client.send(&enter_frame("room:1"));
    }
    all[0].send(&say_frame(false));
    assert_eq!(bare(all[0].frames()), [pong("hi")]);
    assert_eq!(bare(all[1].frames()), [pong("hi")]);
    assert!(all[2].frames().is_empty());
    all[0].send(&say_frame(true));
    assert!(all[0].frames().is_empty());
    assert_eq!(bare(all[1].frames()), [pong("hi")]);
    all[1].send(&Leave { topic: "room:1".into() });
    all[0].send(&say_frame(true));
    assert!(all[1].frames().is_empty());
    assert_eq!(log.take().last().map(String::as_str), Some("matched Some(0)"));
}

#[test]
fn a_topic_has_a_sound_name_and_a_connection_so_many() {
    let limits = Limits { max_topics: 2, ..Limits::default() };
    let server = TestServer::new(topics().limits(limits));
    let log = Log::default();
    let mut client = server.connect(log.clone());
    for topic in ["a b", "a", "b", "c", "a"] {
        client.send(&enter_frame(topic));
    }
    let log = log.take();
    assert!(log[0].contains("cannot contain ' '"), "{}", log[0]);
    assert_eq!(log[1..3], ["in [\"a\"]", "in [\"a\", \"b\"]"]);
    assert!(log[3].contains("at most 2 topics"));
    assert_eq!(log[4], "in [\"a\", \"b\"]");
}

#[test]
fn subscriptions_are_gone_before_on_close() {
    async fn closed(connection: Connection<Log>, closed: Closed) {
        let left = connection.subscribers("room:1");
        connection.data().add(format!("{} {:?} {:?} {left}", closed.code, closed.duration, closed.topics));
        let again = connection.topics().subscribe("room:1").await;
        connection.data().add(format!("{again:?}"));
        connection.data().add(format!("{:?}", connection.send(&Pong { text: "late".into() }).is_err()));
    }
    let server = TestServer::new(topics().on_close(closed));
    let log = Log::default();
    let mut client = server.connect(log.clone());
    client.send(&enter_frame("room:1"));
    server.clock().advance(Duration::from_millis(1500));
    log.take();
    client.disconnect();
    assert_eq!(log.take(), ["1000 1.5s [\"room:1\"] 0", "Err(Closed)", "true"]);
    assert_eq!(server.subscribers("room:1"), 0);
}

#[test]
fn on_open_comes_before_the_first_message_and_may_refuse() {
    async fn greet(connection: Connection<Data>) -> Result<()> {
        connection.send(&Pong { text: "welcome".into() })?;
        Ok(())
    }
    async fn refuse(connection: Connection<Data>) -> Result<()> {
        connection.close(4401, "Invalid token");
        Ok(())
    }
    async fn fail(_: Connection<Data>) -> Result<()> {
        Err("no database".into())
    }
    async fn panics(_: Connection<Data>) -> Result<()> {
        panic!("no database")
    }
    let mut client = TestServer::new(common::router().on_open(greet)).connect(Data::default());
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("welcome"), pong("nop")]);
    let mut refused = TestServer::new(common::router().on_open(refuse)).connect(Data::default());
    assert_eq!(refused.closed(), Some((4401, "Invalid token".into())));
    for router in [common::router().on_open(fail), common::router().on_open(panics)] {
        let data = Data::default();
        let mut failed = TestServer::new(router).connect(data.clone());
        assert_eq!(failed.closed().map(|(code, _)| code), Some(1011));
        assert_eq!(failed.frames(), Vec::<serde_json::Value>::new());
        assert!(data.log.take()[0].contains("no database"));
    }
}

#[test]
fn layers_run_in_order_and_before_the_payload_is_decoded() {
    async fn first(gate: Gate<Data>, next: Next<Data>) -> Result<Outcome> {
        gate.data().log.add(format!("{} {} {}", gate.wire_type(), gate.is_rpc(), gate.raw_size()));
        let log = gate.data().log.clone();
        let outcome = next.run(gate).await;
        log.add(format!("after: {}", outcome.is_ok()));
        outcome
    }
    async fn second(gate: Gate<Data>, next: Next<Data>) -> Result<Outcome> {
        if gate.wire_type() == "PING" {
            return Err(Code::PermissionDenied.with("no pings").into());
        }
        if gate.wire_type() == "NOP" {
            return Ok(Outcome::nothing());
        }
        next.run(gate).await
    }
    let data = Data::default();
    let mut client = TestServer::new(common::router().layer(first).layer(second)).connect(data.clone());
    client.text(r#"{"type":"PING","payload":"not even an object"}"#);
    client.send(&Nop);
    client.request("1", &Sum { a: 1.0, b: 1.0 });
    client.text(r#"{"type":"SUM","meta":{"correlationId":"2"},"payload":{}}"#);
    let frames = bare(client.frames());
    let denied = json!({"code": "PERMISSION_DENIED", "message": "no pings", "retryable": false});
    assert_eq!(frames[0], json!({"type": "ERROR", "meta": {}, "payload": denied}));
    assert_eq!(frames[1]["payload"]["total"], 2.0);
    assert_eq!(frames[2]["payload"]["code"], "INVALID_ARGUMENT");
    assert_eq!(frames.len(), 3);
    let log = data.log.take();
    assert_eq!(log[..2], ["PING false 46", "after: false"]);
    assert_eq!(log[2..4], ["NOP false 24", "after: true"]);
    assert_eq!(log[7], "after: false");
}

#[test]
fn an_rpc_that_a_layer_swallows_is_still_answered() {
    async fn swallow(_: Gate<Data>, _: Next<Data>) -> Result<Outcome> {
        Ok(Outcome::nothing())
    }
    let mut client = TestServer::new(common::router().layer(swallow)).connect(Data::default());
    client.request("1", &Sum { a: 1.0, b: 1.0 });
    assert_eq!(client.frames()[0]["payload"]["code"], "INTERNAL");
}

#[test]
fn data_is_read_and_changed() {
    #[derive(Clone, Default)]
    struct Count(u32);
    async fn count(ctx: Ctx<Ping, Count>) -> Result<()> {
        let before = ctx.data();
        ctx.update_data(|data| data.0 += 1);
        ctx.send(&Pong { text: format!("{} {}", before.0, ctx.data().0) })?;
        Ok(())
    }
    let mut client = TestServer::new(Router::new().on(count)).connect(Count(0));
    client.send(&Ping { text: "x".into() });
    client.send(&Ping { text: "x".into() });
    assert_eq!(bare(client.frames()), [pong("0 1"), pong("1 2")]);
}

#[test]
fn a_close_goes_out_after_what_was_sent() {
    async fn bye(ctx: Ctx<Nop, Data>) -> Result<()> {
        ctx.send(&Pong { text: "bye".into() })?;
        ctx.close(4000, "done");
        ctx.close(4001, "too late");
        assert!(ctx.send(&Pong { text: "never".into() }).is_err());
        Ok(())
    }
    let mut client = TestServer::new(Router::new().on(bye)).connect(Data::default());
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("bye")]);
    assert_eq!(client.closed(), Some((4000, "done".into())));
}

#[test]
fn client_ids_are_uuid_v7_and_differ() {
    let server = common::server();
    let ids: Vec<_> =
        (0..2).map(|_| server.connect(Data::default()).connection().client_id().to_string()).collect();
    assert_ne!(ids[0], ids[1]);
    assert!(ids.iter().all(|id| id.len() == 36 && &id[14..15] == "7"));
}

#[test]
fn a_connection_that_is_dropped_leaves_no_subscription() {
    let server = TestServer::new(topics());
    let mut client = server.connect(Log::default());
    client.send(&enter_frame("room:1"));
    assert_eq!(server.subscribers("room:1"), 1);
    drop(client);
    assert_eq!(server.subscribers("room:1"), 0);
}

#[test]
fn no_message_is_read_before_on_open_is_done() {
    async fn slow(connection: Connection<Data>) -> Result<()> {
        connection.sleep(Duration::from_millis(10)).await;
        connection.send(&Pong { text: "welcome".into() })?;
        Ok(())
    }
    let server = TestServer::new(common::router().on_open(slow));
    let mut client = server.connect(Data::default());
    client.send(&Nop);
    assert!(client.frames().is_empty());
    server.clock().advance(Duration::from_millis(10));
    assert_eq!(bare(client.frames()), [pong("welcome"), pong("nop")]);
}

#[test]
fn a_panic_in_on_close_reaches_on_error() {
    async fn panics(_: Connection<Data>, _: Closed) {
        panic!("no database")
    }
    let data = Data::default();
    let mut client = TestServer::new(common::router().on_close(panics)).connect(data.clone());
    client.disconnect();
    assert!(data.log.take()[0].contains("no database"));
}
