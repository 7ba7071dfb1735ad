//! Topics by a NATS that really runs.

use std::time::Duration;

use tokio::sync::mpsc;
use wskit::{
    prelude::*,
    testing::TestServer,
    topics::{Gap, NatsPubSub},
};

use crate::{
    broker::Broker,
    world::{news, texts},
};

mod contract {
    wskit::testing::contract::pubsub_contract!({
        let broker = crate::broker::Broker::nats();
        move || wskit::topics::NatsPubSub::new(&broker.url()).unwrap()
    });
}

async fn until(mut so: impl AsyncFnMut() -> bool) {
    while !so().await {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_nats_that_was_away_is_subscribed_again_and_the_gap_reported() {
    let test = async {
        let mut broker = Broker::nats();
        let nats = || NatsPubSub::new(&broker.url()).unwrap();
        let (sender, mut gaps) = mpsc::unbounded_channel();
        let on_gap = move |gap: &Gap| sender.send(*gap).unwrap();
        let here = TestServer::new(Router::<()>::new().pubsub(nats()).on_gap(on_gap));
        let there = here.beside(Router::<()>::new().pubsub(nats()));
        let (mut ada, mut bob) = (here.connect(()), there.connect(()));
        // A name that cannot be a subject as it is.
        let topic = "..room..";
        for client in [&ada, &bob] {
            client.connection().topics().subscribe(topic).await.unwrap();
        }
        let publisher = ada.connection().clone();
        publisher.publish(topic, &news("before")).await.unwrap();
        until(async || texts(&mut bob) == ["before"]).await;

        broker.kill();
        let mut told_here = 1;
        until(async || {
            told_here += 1;
            publisher.publish(topic, &news("x")).await.is_err_and(|error| error.code() == "CONNECTION_CLOSED")
        })
        .await;
        assert_eq!(texts(&mut ada).len(), told_here);
        assert_eq!(publisher.topics().verify().await.unwrap().missing, [topic]);
        // Who subscribes meanwhile is subscribed when NATS is back.
        bob.connection().topics().subscribe("new").await.unwrap();
        broker.start_again();
        assert_eq!(gaps.recv().await.unwrap().adapter, "nats");
        // The other instance may be a moment later.
        until(async || {
            let _ = publisher.publish(topic, &news("after")).await;
            texts(&mut bob).contains(&"after".to_owned())
        })
        .await;
        until(async || {
            let _ = publisher.publish("new", &news("new")).await;
            texts(&mut bob).contains(&"new".to_owned())
        })
        .await;
    };
    tokio::time::timeout(Duration::from_secs(60), test).await.expect("done within a minute");
}

#[test]
fn an_error_does_not_repeat_the_password() {
    for url in ["nats://user:s3cret@", "http://user:s3cret@host", "nats://:s3cret@host:port"] {
        let error = NatsPubSub::new(url).err().expect("no such URL");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}
