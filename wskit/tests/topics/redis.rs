//! Topics by a Redis that really runs.

use std::time::Duration;

use tokio::sync::mpsc;
use wskit::{
    prelude::*,
    testing::{TestClient, TestServer},
    topics::{AdapterError, Capability, Gap, PublishError, RedisPubSub},
};

use crate::{
    broker::Broker,
    outage::{Killed, Paused, is_survived},
    world::{news, now, texts},
};

mod contract {
    wskit::testing::contract::pubsub_contract!({
        let broker = crate::broker::Broker::redis();
        move || wskit::topics::RedisPubSub::new(&broker.url()).unwrap()
    });
}

/// A server on a Redis, and the gaps it is told of.
fn server(redis: RedisPubSub) -> (TestServer<()>, mpsc::UnboundedReceiver<Gap>) {
    let (sender, gaps) = mpsc::unbounded_channel();
    let router = Router::<()>::new().pubsub(redis).on_gap(move |gap: &Gap| sender.send(*gap).unwrap());
    (TestServer::new(router), gaps)
}

fn two(broker: &Broker, make: impl Fn(RedisPubSub) -> RedisPubSub) -> (TestServer<()>, TestServer<()>) {
    let router = || Router::<()>::new().pubsub(make(RedisPubSub::new(&broker.url()).unwrap()));
    let here = TestServer::new(router());
    let there = here.beside(router());
    (here, there)
}

/// What a client has been told, once it has been told something.
async fn told(client: &mut TestClient<()>) -> Vec<String> {
    loop {
        let texts = texts(client);
        if !texts.is_empty() {
            return texts;
        }
        tokio::task::yield_now().await;
    }
}

/// Tries until it is so. What hangs here is ended by the test's own timeout.
async fn until(mut so: impl AsyncFnMut() -> bool) {
    while !so().await {
        tokio::task::yield_now().await;
    }
}

async fn within_a_minute(test: impl Future<Output = ()>) {
    tokio::time::timeout(Duration::from_secs(60), test).await.expect("done within a minute");
}

async fn numsub(broker: &Broker, channel: &str) -> i64 {
    let client = redis::Client::open(broker.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let counts: (String, i64) =
        redis::cmd("PUBSUB").arg("NUMSUB").arg(channel).query_async(&mut connection).await.unwrap();
    counts.1
}

#[tokio::test]
async fn a_channel_is_subscribed_only_while_somebody_here_listens() {
    within_a_minute(async {
        let broker = Broker::redis();
        let (server, _gaps) = server(RedisPubSub::new(&broker.url()).unwrap().prefix("p:"));
        let (ada, mut bob) = (server.connect(()), server.connect(()));
        for client in [&ada, &bob] {
            client.connection().topics().subscribe("room").await.unwrap();
        }
        assert_eq!(numsub(&broker, "p:room").await, 1);
        ada.connection().topics().unsubscribe("room").await.unwrap();
        assert_eq!(numsub(&broker, "p:room").await, 1);
        bob.disconnect();
        until(async || {
            server.clock().advance(Duration::ZERO);
            numsub(&broker, "p:room").await == 0
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_redis_that_was_away_is_subscribed_again_and_the_gap_reported() {
    within_a_minute(async {
        let mut broker = Broker::redis();
        let (here, mut gaps) = server(RedisPubSub::new(&broker.url()).unwrap());
        let there = here.beside(Router::<()>::new().pubsub(RedisPubSub::new(&broker.url()).unwrap()));
        let (mut ada, mut bob) = (here.connect(()), there.connect(()));
        for client in [&ada, &bob] {
            client.connection().topics().subscribe("room").await.unwrap();
        }
        broker.kill();
        // Local delivery goes on, and says that others are not reached once that is known.
        let (publisher, mut told_here) = (ada.connection().clone(), 0);
        until(async || {
            told_here += 1;
            publisher
                .publish("room", &news("here"))
                .await
                .is_err_and(|error| error.code() == "CONNECTION_CLOSED")
        })
        .await;
        assert_eq!(texts(&mut ada).len(), told_here);
        // Who subscribes meanwhile is subscribed when Redis is back.
        ada.connection().topics().subscribe("new").await.unwrap();
        assert_eq!(ada.connection().topics().verify().await.unwrap().missing, ["new", "room"]);
        broker.start_again();
        let gap = gaps.recv().await.unwrap();
        assert_eq!(gap.adapter, "redis");
        until(async || bob.connection().publish("new", &news("x")).await.is_ok()).await;
        until(async || !texts(&mut ada).is_empty()).await;
        texts(&mut bob);
        until(async || bob.connection().topics().verify().await.unwrap().missing.is_empty()).await;
        let sent = publisher.publish("room", &news("to all")).await.unwrap();
        assert_eq!((sent.matched, sent.capability), (Some(1), Capability::Estimate));
        assert_eq!(told(&mut bob).await, ["to all"]);
    })
    .await;
}

#[tokio::test]
async fn a_redis_that_is_killed_and_started_again_is_survived() {
    let broker = Broker::redis();
    let url = broker.url();
    is_survived(&mut Killed(broker), || RedisPubSub::new(&url).unwrap()).await;
}

#[tokio::test]
async fn a_redis_that_stalls_and_goes_on_is_survived() {
    let broker = Broker::redis();
    let url = broker.url();
    is_survived(&mut Paused(broker), || RedisPubSub::new(&url).unwrap()).await;
}

#[tokio::test]
async fn a_redis_that_stalls_blocks_nobody_and_takes_no_more_than_its_queue() {
    within_a_minute(async {
        let broker = Broker::redis();
        let (server, mut gaps) = server(RedisPubSub::new(&broker.url()).unwrap());
        let mut client = server.connect(());
        let connection = client.connection().clone();
        connection.topics().subscribe("room").await.unwrap();
        broker.pause();
        let large = "x".repeat(100_000);
        let mut refused = None;
        for _ in 0..100 {
            let published = now(connection.publish("elsewhere", &news(&large)));
            refused = refused.or(published.err());
        }
        assert_eq!(refused.expect("four megabytes at most").code(), "BACKPRESSURE");
        now(connection.publish("room", &news("here"))).unwrap_err();
        assert_eq!(texts(&mut client), ["here"]);
        let is_closed = |error: PublishError| error.code() == "CONNECTION_CLOSED";
        until(async || connection.publish("room", &news("x")).await.is_err_and(is_closed)).await;
        broker.resume();
        gaps.recv().await.unwrap();
        until(async || connection.publish("room", &news("x")).await.is_ok()).await;
    })
    .await;
}

#[tokio::test]
async fn presence_spans_instances_and_expires() {
    within_a_minute(async {
        let broker = Broker::redis();
        let (here, there) = two(&broker, RedisPubSub::presence);
        let (ada, mut bob) = (here.connect(()), there.connect(()));
        for client in [&ada, &bob] {
            client.connection().topics().subscribe("room").await.unwrap();
        }
        until(async || ada.connection().presence("room").await.members.len() == 2).await;
        assert!(ada.connection().presence("room").await.is_everywhere);
        let client = redis::Client::open(broker.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let keys: Vec<String> = redis::cmd("KEYS").arg("*").query_async(&mut connection).await.unwrap();
        assert_eq!(keys.len(), 3, "{keys:?}");
        for key in keys {
            let ttl: i64 = redis::cmd("TTL").arg(&key).query_async(&mut connection).await.unwrap();
            assert!((1..=30).contains(&ttl), "{key} expires in {ttl} s");
        }
        bob.disconnect();
        until(async || ada.connection().presence("room").await.members.len() == 1).await;
    })
    .await;
}

#[test]
fn an_error_does_not_repeat_the_password() {
    for url in ["redis://user:s3cret@", "s3cret", "http://user:s3cret@host", "redis://:s3cret@host:port"] {
        let error: AdapterError = RedisPubSub::new(url).err().expect("no such URL");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}
