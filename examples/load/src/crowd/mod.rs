//! Everybody who connects.

mod ill;
mod well;

use std::{fmt, sync::Arc, time::Duration};

use anyhow::Result;
use tokio::{
    sync::{Barrier, watch},
    task::JoinSet,
};

use crate::latency::Latency;
pub(crate) use ill::Handler;

/// How many of each kind there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crowd {
    well: usize,
    garbage: usize,
    deaf: usize,
    dying: usize,
    /// How many call which handler all the time, the same for all of them.
    troubled: Option<(usize, Handler)>,
}

/// How a well-behaved client fared, or all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) requests: u64,
    pub(crate) answered: u64,
    /// What was said in the rooms, counted once for each who should have heard it.
    pub(crate) said: u64,
    pub(crate) heard: u64,
    pub(crate) broken: Vec<String>,
    pub(crate) latency: Latency,
}

/// What every client is given.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) url: String,
    /// `true` once it is time to go.
    pub(crate) over: watch::Receiver<bool>,
    /// All well-behaved clients are in their rooms.
    pub(crate) begin: Arc<Barrier>,
    /// All of them have said what they had to say.
    pub(crate) end: Arc<Barrier>,
}

/// So many share a room.
const ROOM: usize = 20;

impl Crowd {
    /// Of a hundred: 10 send garbage, 5 never read, 5 die mid-frame, the rest behave.
    pub(crate) fn mixed(connections: usize) -> Self {
        let (garbage, deaf, dying) = (connections / 10, connections / 20, connections / 20);
        let well = connections - garbage - deaf - dying;
        // Every room is full, so that who should have heard how much is easy to say.
        Self { well: well - well % ROOM, garbage, deaf, dying, troubled: None }
    }

    /// One room, and a few of every other kind.
    pub(crate) fn small() -> Self {
        Self { garbage: 4, deaf: 2, dying: 2, ..Self::few() }
    }

    /// As many well-behaved clients as in the mixed crowd, and nobody else.
    pub(crate) fn calm(connections: usize) -> Self {
        Self { well: Self::mixed(connections).well, ..Self::few() }
    }

    /// One room of well-behaved clients.
    pub(crate) fn few() -> Self {
        Self { well: ROOM, garbage: 0, deaf: 0, dying: 0, troubled: None }
    }

    /// The well-behaved, and a tenth as many beside them who call such a handler all the time.
    pub(crate) fn beside(handler: Handler, connections: usize) -> Self {
        let calm = Self::calm(connections);
        Self { troubled: Some((calm.well / 10, handler)), ..calm }
    }

    /// Lets everybody connect and do what they do.
    pub(crate) async fn gather(&self, address: &str, time: Duration) -> Result<Outcome> {
        let (over, is_over) = watch::channel(false);
        let barrier = || Arc::new(Barrier::new(self.well));
        let url = format!("ws://{address}/");
        let stage = Stage { url, over: is_over, begin: barrier(), end: barrier() };
        let mut well = JoinSet::new();
        for n in 0..self.well {
            well.spawn(well::behave(stage.clone(), n / ROOM, n));
        }
        let mut ill = JoinSet::new();
        for n in 0..self.garbage {
            ill.spawn_local(ill::send_garbage(stage.clone(), n as u64));
        }
        for n in 0..self.deaf {
            ill.spawn_local(ill::never_read(stage.clone(), n % (self.well / ROOM).max(1)));
        }
        for n in 0..self.dying {
            ill.spawn_local(ill::die_mid_frame(stage.clone(), n as u64));
        }
        if let Some((count, handler)) = self.troubled {
            for _ in 0..count {
                ill.spawn_local(ill::call(stage.clone(), handler));
            }
        }
        tokio::time::sleep(time).await;
        over.send_replace(true);
        let mut outcome = Outcome::default();
        while let Some(one) = well.join_next().await {
            outcome.add(one?);
        }
        ill.shutdown().await;
        outcome.said *= ROOM as u64;
        Ok(outcome)
    }
}

impl Outcome {
    fn add(&mut self, one: Self) {
        self.requests += one.requests;
        self.answered += one.answered;
        self.said += one.said;
        self.heard += one.heard;
        self.broken.extend(one.broken);
        self.latency.append(one.latency);
    }

    /// What the well-behaved should have got and have not.
    pub(crate) fn lost(&self) -> u64 {
        self.requests.abs_diff(self.answered) + self.said.abs_diff(self.heard) + self.broken.len() as u64
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { requests, answered, said, heard, broken, latency } = self;
        writeln!(
            f,
            "{answered} of {requests} requests answered, {heard} of {said} messages heard, {} broken",
            broken.len()
        )?;
        for why in broken.iter().take(5) {
            writeln!(f, "  {why}")?;
        }
        write!(f, "{latency}")
    }
}
