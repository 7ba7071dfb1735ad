//! The connection in memory, its clock moved by hand.

use std::{collections::VecDeque, time::Duration};

use demo::Visitor;
use serde_json::Value;
use wskit::{
    limits::LimitKind,
    testing::{FakeClock, TestClient, TestServer},
};

use crate::world::{self, Exceeded, Seen, Setup};

pub(crate) struct Memory {
    server: TestServer<Visitor>,
    visitor: Visitor,
    exceeded: Exceeded,
}

pub(crate) struct Peer {
    client: TestClient<Visitor>,
    clock: FakeClock,
    frames: VecDeque<Value>,
}

impl world::World for Memory {
    type Peer = Peer;

    async fn start(setup: &Setup) -> Self {
        let exceeded = Exceeded::default();
        let server = TestServer::new(setup.router(&exceeded));
        Self { server, visitor: Visitor::default(), exceeded }
    }

    async fn connect(&self, path: &str) -> Peer {
        let visitor = Visitor { path: path.into(), ..self.visitor.clone() };
        Peer {
            client: self.server.connect(visitor),
            clock: self.server.clock().clone(),
            frames: VecDeque::new(),
        }
    }

    fn exceeded(&self) -> Vec<LimitKind> {
        self.exceeded.kinds()
    }

    async fn stop(&mut self, peers: &mut [&mut Peer]) {
        for peer in peers {
            peer.client.shut_down();
        }
    }
}

impl world::Peer for Peer {
    async fn text(&mut self, text: &str) {
        self.client.text(text);
    }

    async fn bytes(&mut self, bytes: &[u8]) {
        self.client.bytes(bytes);
    }

    async fn pass(&mut self, ms: u64) {
        self.clock.advance(Duration::from_millis(ms));
        // What has become due happens now, as it does where every connection has a task.
        self.client.closed();
    }

    fn stop_reading(&mut self) {
        self.client.stop_reading();
    }

    async fn next(&mut self) -> Seen {
        // A client in memory that the server has given up is closed before it reads on.
        if self.client.closed().is_none() {
            self.client.read_again();
        }
        self.frames.extend(self.client.frames());
        if let Some(frame) = self.frames.pop_front() {
            return Seen::Frame(frame);
        }
        let (code, reason) = self.client.closed().expect("a frame or a close; there is neither");
        Seen::Closed(code, reason)
    }

    async fn leave(mut self) {
        self.client.disconnect();
    }
}
