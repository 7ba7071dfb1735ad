//! Exactly once, in order, and not to the sender.

use std::time::Duration;

use serde_json::json;
use tokio::sync::watch;

use crate::{
    broker::Broker,
    server::{Client, Server},
};

const MESSAGES: usize = 100_000;
/// How far the sender may be ahead of the slowest subscriber: this is about delivery, not about slow readers.
const AHEAD: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_messages_over_redis_reach_everybody_once_in_order() {
    let broker = Broker::redis();
    delivers("--redis", &broker.url()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_messages_over_nats_reach_everybody_once_in_order() {
    let broker = Broker::nats();
    delivers("--nats", &broker.url()).await;
}

/// Two subscribers on each server hear everything; the sender, who is in the room too, nothing of its own.
async fn delivers(flag: &str, url: &str) {
    let (here, there) = (Server::start(flag, url), Server::start(flag, url));
    let mut sender = here.member("r").await;
    let mut readers = Vec::new();
    for server in [&here, &here, &there, &there] {
        let (progress, seen) = watch::channel(0);
        readers.push((tokio::spawn(read(server.member("r").await, progress)), seen));
    }
    let sent = async {
        for n in 0..MESSAGES {
            sender.send("SAYX", &json!({"room": "r", "text": n.to_string()})).await;
            let answer = sender.next().await;
            assert_eq!(answer["type"], "PUBRES", "and nothing that it has said itself");
            assert_eq!(answer["payload"], json!({"matched": 2, "capability": "estimate"}));
            for (_, seen) in &mut readers {
                seen.wait_for(|seen| n < seen + AHEAD).await.expect("the reader reads");
            }
        }
        for (reader, _) in readers {
            reader.await.expect("each in order");
        }
    };
    tokio::time::timeout(Duration::from_secs(290), sent).await.expect("done in time");
}

async fn read(mut client: Client, progress: watch::Sender<usize>) {
    for n in 0..MESSAGES {
        let frame = client.next().await;
        assert_eq!(frame["payload"]["text"], n.to_string(), "in order, each once");
        progress.send_replace(n + 1);
    }
    // A message of another kind comes after whatever may still have been on its way to this client.
    client.send("LEAVE", &json!({"room": "r"})).await;
    assert_eq!(client.next().await["type"], "LEFT", "nothing twice");
}
