//! Whether the other end is still there: a ping from time to time, and any frame at all as the answer.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::time::{Instant, Sleep};

use crate::Limits;

/// The server's heartbeat on one connection.
pub(super) struct Heartbeat {
    timer: Pin<Box<Sleep>>,
    interval: Duration,
    patience: Duration,
    /// A ping was asked for, and a sign of life is awaited.
    has_asked: bool,
    heard: bool,
}

/// What is to be done now.
pub(super) enum Beat {
    /// Send a ping.
    Ask,
    /// The other end has given no sign of life in time.
    Dead,
}

impl Heartbeat {
    /// `None` when the limits ask for none.
    pub(super) fn new(limits: &Limits) -> Option<Self> {
        let interval = limits.ping_interval;
        (interval > Duration::ZERO).then(|| Self {
            timer: Box::pin(tokio::time::sleep(interval)),
            interval,
            patience: limits.pong_timeout,
            has_asked: false,
            heard: false,
        })
    }

    /// A frame has arrived, whichever.
    pub(super) fn hear(&mut self) {
        self.heard = true;
    }

    /// Poll it on until it is pending. `is_read` says whether a sign of life would have been seen.
    pub(super) fn poll_beat(&mut self, is_read: bool, cx: &mut Context<'_>) -> Poll<Beat> {
        loop {
            ready!(self.timer.as_mut().poll(cx));
            if self.has_asked && is_read && !self.heard {
                return Poll::Ready(Beat::Dead);
            }
            self.has_asked = !self.has_asked;
            let next = if self.has_asked {
                self.heard = false;
                self.patience
            } else {
                self.interval.saturating_sub(self.patience)
            };
            let at = self.timer.deadline() + next;
            self.timer.as_mut().reset(at.max(Instant::now()));
            if self.has_asked {
                return Poll::Ready(Beat::Ask);
            }
        }
    }
}
