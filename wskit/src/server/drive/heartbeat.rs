//! Whether the other end is still there: a ping from time to time, and any frame at all as the answer.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep};

use crate::Limits;

/// The server's heartbeat on one connection.
pub(super) struct Heartbeat {
    timer: Pin<Box<Sleep>>,
    interval: Duration,
    patience: Duration,
    stage: Stage,
    heard: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Resting,
    /// A ping has to be sent.
    Due,
    /// A sign of life is awaited.
    Asked,
}

impl Heartbeat {
    /// `None` when the limits ask for none.
    pub(super) fn new(limits: &Limits) -> Option<Self> {
        let interval = limits.ping_interval;
        (interval > Duration::ZERO).then(|| Self {
            timer: Box::pin(tokio::time::sleep(interval)),
            interval,
            patience: limits.pong_timeout,
            stage: Stage::Resting,
            heard: false,
        })
    }

    /// A frame has arrived, whichever.
    pub(super) fn hear(&mut self) {
        self.heard = true;
    }

    /// Whether a ping is to be sent now; asking takes it.
    pub(super) fn take_ping(&mut self) -> bool {
        let due = self.stage == Stage::Due;
        if due {
            self.stage = Stage::Asked;
        }
        due
    }

    /// Ready when the other end has given no sign of life in time. `is_read` says whether one would have been seen.
    pub(super) fn poll_dead(&mut self, is_read: bool, cx: &mut Context<'_>) -> Poll<()> {
        while self.timer.as_mut().poll(cx).is_ready() {
            let next = match self.stage {
                Stage::Resting => {
                    self.heard = false;
                    self.stage = Stage::Due;
                    self.patience
                }
                Stage::Due | Stage::Asked if self.heard || !is_read => {
                    self.stage = Stage::Resting;
                    self.interval.saturating_sub(self.patience)
                }
                Stage::Due | Stage::Asked => return Poll::Ready(()),
            };
            let at = self.timer.deadline() + next;
            self.timer.as_mut().reset(at.max(Instant::now()));
        }
        Poll::Pending
    }
}
