//! What a broker that goes away and comes back does to those who talk meanwhile: the same for every adapter.

use std::time::Duration;

use tokio::{
    sync::mpsc::{self, UnboundedReceiver},
    time::{Instant, timeout},
};
use wskit::{
    prelude::*,
    testing::{TestClient, TestServer},
    topics::{Gap, PubSub},
};

#[cfg(any(feature = "redis", feature = "nats"))]
use crate::broker::Broker;
use crate::world::{news, texts};

/// Two instances on one broker with a client each, and traffic from the first to both.
struct Traffic {
    _servers: [TestServer<()>; 2],
    gaps: [UnboundedReceiver<Gap>; 2],
    ada: TestClient<()>,
    bob: TestClient<()>,
    sent: usize,
    /// The last message of the first client's that the second one got.
    heard: Option<usize>,
    /// The last thing else.
    crossed: String,
    /// What the adapter said of the last message.
    refused: Option<&'static str>,
}

const TOPIC: &str = "..room..";

impl Traffic {
    async fn start<A: PubSub>(make: impl Fn() -> A) -> Self {
        let ((here, here_gaps), (there, there_gaps)) = (router(make()), router(make()));
        let here = TestServer::new(here);
        let there = here.beside(there);
        let (ada, bob) = (here.connect(()), there.connect(()));
        for client in [&ada, &bob] {
            client.connection().topics().subscribe(TOPIC).await.unwrap();
        }
        let (servers, gaps) = ([here, there], [here_gaps, there_gaps]);
        let mut traffic = Self {
            _servers: servers,
            gaps,
            ada,
            bob,
            sent: 0,
            heard: None,
            crossed: String::new(),
            refused: None,
        };
        // Whatever connects in the background is connected once a message has come through.
        traffic.flow_until(|traffic| traffic.heard.is_some()).await;
        traffic
    }

    /// Publishes one message after another. Each is heard here at once, whatever the adapter says, and there in order and
    /// not twice, if at all.
    async fn flow_until(&mut self, is_enough: impl Fn(&mut Self) -> bool) {
        while !is_enough(self) {
            let published = self.ada.connection().publish(TOPIC, &news(&self.sent.to_string())).await;
            self.refused = published.err().map(|error| error.code());
            assert_eq!(texts(&mut self.ada), [self.sent.to_string()], "heard here at once");
            self.sent += 1;
            self.listen();
            tokio::task::yield_now().await;
        }
    }

    async fn flow_once(&mut self) {
        let so_far = self.sent;
        self.flow_until(|traffic| traffic.sent > so_far).await;
    }

    fn listen(&mut self) {
        for text in texts(&mut self.bob) {
            match text.parse() {
                Ok(number) => {
                    assert!(self.heard < Some(number), "{number} after {:?}", self.heard);
                    self.heard = Some(number);
                }
                Err(_) => self.crossed = text,
            }
        }
    }

    /// Publishes to a topic that the second client has subscribed to during the outage, until it arrives.
    async fn cross(&mut self, topic: &str) {
        while self.crossed != topic {
            let _ = self.ada.connection().publish(topic, &news(topic)).await;
            self.listen();
            tokio::task::yield_now().await;
        }
    }

    /// Whether an adapter knows that its broker is away: it can vouch for no topic then.
    async fn is_noticed(client: &TestClient<()>) -> bool {
        client.connection().topics().verify().await.map_or(true, |found| !found.missing.is_empty())
    }
}

fn router(adapter: impl PubSub) -> (Router<()>, UnboundedReceiver<Gap>) {
    let (sender, gaps) = mpsc::unbounded_channel();
    (Router::new().pubsub(adapter).on_gap(move |gap: &Gap| sender.send(*gap).unwrap_or_default()), gaps)
}

/// A broker that is taken away, and brought back.
pub(crate) trait Outage {
    /// What the adapter calls itself.
    fn adapter(&self) -> &'static str;
    /// What it says of a message that is published meanwhile.
    fn refusal(&self) -> Option<&'static str>;
    fn begin(&mut self);
    fn end(&mut self);
}

/// The broker ends without a word.
#[cfg(any(feature = "redis", feature = "nats"))]
pub(crate) struct Killed(pub(crate) Broker);

#[cfg(any(feature = "redis", feature = "nats"))]
impl Outage for Killed {
    fn adapter(&self) -> &'static str {
        self.0.scheme()
    }

    fn refusal(&self) -> Option<&'static str> {
        Some("CONNECTION_CLOSED")
    }

    fn begin(&mut self) {
        self.0.kill();
    }

    fn end(&mut self) {
        self.0.start_again();
    }
}

/// The broker stands still: connections stay open and nothing answers.
#[cfg(any(feature = "redis", feature = "nats"))]
pub(crate) struct Paused(pub(crate) Broker);

#[cfg(any(feature = "redis", feature = "nats"))]
impl Outage for Paused {
    fn adapter(&self) -> &'static str {
        self.0.scheme()
    }

    fn refusal(&self) -> Option<&'static str> {
        Some("CONNECTION_CLOSED")
    }

    fn begin(&mut self) {
        self.0.pause();
    }

    fn end(&mut self) {
        self.0.resume();
    }
}

/// Local delivery never stops, nobody is disconnected, topics can be changed meanwhile, the gap is reported on every
/// instance, and messages cross again.
pub(crate) async fn is_survived<A: PubSub>(outage: &mut impl Outage, make: impl Fn() -> A) {
    let test = async {
        let mut traffic = Traffic::start(make).await;
        // Twice, because what was done for the first may be missing for the second.
        for round in 0..2 {
            outage.begin();
            while !(Traffic::is_noticed(&traffic.ada).await && Traffic::is_noticed(&traffic.bob).await) {
                traffic.flow_once().await;
            }
            traffic.flow_once().await;
            assert_eq!(traffic.refused, outage.refusal());
            let meanwhile = format!("meanwhile:{round}");
            traffic.bob.connection().topics().subscribe(&meanwhile).await.unwrap();

            outage.end();
            let (back_at, first) = (Instant::now(), traffic.sent);
            traffic.flow_until(|traffic| traffic.heard >= Some(first)).await;
            println!(
                "{}: heard elsewhere {:?} after the broker was back",
                outage.adapter(),
                back_at.elapsed()
            );
            for gaps in &mut traffic.gaps {
                assert_eq!(gaps.recv().await.expect("a gap").adapter, outage.adapter());
            }
            traffic.cross(&meanwhile).await;
            for client in [&mut traffic.ada, &mut traffic.bob] {
                assert_eq!(client.closed(), None, "nobody is disconnected");
            }
        }
    };
    timeout(Duration::from_secs(120), test).await.expect("done within two minutes");
}
