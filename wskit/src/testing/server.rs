use std::sync::Arc;

use super::{FakeClock, TestClient};
use crate::{Data, Router, hub::Hub, topics::IntoTopic};

/// A router at work in memory.
pub struct TestServer<D> {
    hub: Arc<Hub<D>>,
    clock: FakeClock,
}

impl<D: Data> TestServer<D> {
    /// Puts a router to work.
    ///
    /// # Panics
    ///
    /// When the router cannot be built, with everything that is wrong with it.
    #[must_use]
    pub fn new(router: Router<D>) -> Self {
        Self::with_clock(router, FakeClock::new())
    }

    /// Puts a router to work beside a server that is there: both go by one clock, and no two connections of theirs have one
    /// id. For tests of several instances, joined by clones of one [`MemoryPubSub`](crate::topics::MemoryPubSub).
    ///
    /// # Panics
    ///
    /// When the router cannot be built, with everything that is wrong with it.
    #[must_use]
    pub fn beside<E>(&self, router: Router<E>) -> TestServer<E>
    where
        E: Data,
    {
        TestServer::with_clock(router, self.clock.clone())
    }

    fn with_clock(router: Router<D>, clock: FakeClock) -> Self {
        match Hub::new(router, Arc::new(clock.clone())) {
            Ok(hub) => Self { hub, clock },
            Err(error) => panic!("the router cannot be built: {error}"),
        }
    }

    /// The clock of the server.
    #[must_use]
    pub fn clock(&self) -> &FakeClock {
        &self.clock
    }

    /// Opens a connection with the data that authentication would have found.
    pub fn connect(&self, data: D) -> TestClient<D> {
        TestClient::new(self.hub.connect(self.hub.new_client_id(), data), self.clock.clone())
    }

    /// Does what a server does when all its connections have ended: the adapter of topics, layers and rate limiters let go of
    /// what they hold.
    pub async fn dispose(&self) {
        self.hub.dispose().await;
    }

    /// How many connections are subscribed to a topic.
    #[must_use]
    pub fn subscribers(&self, topic: impl IntoTopic) -> usize {
        self.hub.subscribers(topic)
    }
}
