//! Redis is killed, stopped and cut off for five seconds while messages are published: local delivery goes on, remote delivery comes
//! back by itself, nobody is disconnected, and nothing piles up.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::{
    sync::watch,
    time::{Instant, interval, timeout},
};

use crate::{
    broker::Broker,
    proxy::Proxy,
    server::{Client, Server},
};

/// A message every ten milliseconds; so many are said while Redis is away.
const PACE: Duration = Duration::from_millis(10);
const AWAY: usize = 500;
/// Enough for the processes to have all they need in ordinary times.
const BEFORE: usize = 200;
const MAX_GROWTH: u64 = 16 * 1024 * 1024;
/// What is promised is two seconds; a machine that is busy with other tests may take its time.
const BACK_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_killed() {
    let mut broker = Broker::redis();
    let url = broker.url();
    let mut scene = Scene::set(&url).await;
    broker.kill();
    scene.while_away().await;
    broker.start_again();
    scene.comes_back("killed").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_stopped_as_it_stands() {
    let broker = Broker::redis();
    let mut scene = Scene::set(&broker.url()).await;
    broker.pause();
    scene.while_away().await;
    broker.resume();
    scene.comes_back("stopped").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_cut_off() {
    let broker = Broker::redis();
    let proxy = Proxy::to(broker.port()).await;
    let mut scene = Scene::set(&format!("redis://127.0.0.1:{}", proxy.port())).await;
    proxy.cut();
    scene.while_away().await;
    proxy.restore();
    scene.comes_back("cut off").await;
}

/// Two servers, somebody who speaks on the first, and somebody on each who listens.
struct Scene {
    servers: [Server; 2],
    speaker: Client,
    said: usize,
    near: watch::Receiver<usize>,
    far: watch::Receiver<usize>,
    resident: [u64; 2],
}

impl Scene {
    async fn set(url: &str) -> Self {
        let servers = [Server::start("--redis", url), Server::start("--redis", url)];
        let speaker = servers[0].connect().await;
        let near = listen(servers[0].member("r").await, Listen::ToEverything);
        let far = listen(servers[1].member("r").await, Listen::InOrder);
        let mut scene = Self { servers, speaker, said: 0, near, far, resident: [0; 2] };
        scene.speak(BEFORE).await;
        let said = scene.said;
        hears(&mut scene.far, said).await;
        scene.resident = scene.sizes();
        scene
    }

    /// Says so much at an even pace; each time the subscriber here hears it before the next.
    async fn speak(&mut self, times: usize) {
        let mut pace = interval(PACE);
        for _ in 0..times {
            pace.tick().await;
            self.said += 1;
            self.speaker.send("SAY", &json!({"room": "r", "text": self.said.to_string()})).await;
            assert_eq!(self.speaker.next().await["type"], "PUBRES");
            hears(&mut self.near, self.said).await;
        }
    }

    async fn while_away(&mut self) {
        self.speak(AWAY).await;
        let heard = *self.far.borrow();
        assert!(heard < self.said, "nobody on the other server hears of it: {heard} of {}", self.said);
        self.expect_small();
    }

    async fn comes_back(&mut self, what: &str) {
        let (began, before) = (Instant::now(), self.said);
        while *self.far.borrow() <= before {
            assert!(began.elapsed() < BACK_WITHIN, "{what}: the other server hears of it again");
            self.speak(1).await;
        }
        println!("{what}: remote delivery was back after {:?}", began.elapsed());
        // And from then on nothing is missing.
        self.speak(BEFORE).await;
        let said = self.said;
        hears(&mut self.far, said).await;
        self.expect_small();
    }

    fn expect_small(&self) {
        for (before, now) in self.resident.iter().zip(self.sizes()) {
            let growth = now.saturating_sub(*before);
            println!("a server grew by {growth} bytes");
            assert!(growth < MAX_GROWTH, "a server grew by {growth} bytes");
        }
    }

    fn sizes(&self) -> [u64; 2] {
        [self.servers[0].resident(), self.servers[1].resident()]
    }
}

async fn hears(heard: &mut watch::Receiver<usize>, wanted: usize) {
    let in_time = timeout(Duration::from_secs(50), heard.wait_for(|heard| *heard >= wanted)).await;
    in_time.expect("it is heard").expect("the listener listens");
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Listen {
    /// Nothing may be missing.
    ToEverything,
    /// Some may be missing, none come twice or late.
    InOrder,
}

/// The last that a client has heard; ends with its connection.
fn listen(mut client: Client, how: Listen) -> watch::Receiver<usize> {
    let (progress, heard) = watch::channel(0);
    tokio::spawn(async move {
        while let Some(frame) = client.next_if_open().await {
            let (last, heard) = (*progress.borrow(), number(&frame));
            let is_right = if how == Listen::ToEverything { heard == last + 1 } else { heard > last };
            assert!(is_right, "{heard} came after {last}");
            progress.send_replace(heard);
        }
    });
    heard
}

fn number(frame: &Value) -> usize {
    frame["payload"]["text"].as_str().expect("a text").parse().expect("a number")
}
