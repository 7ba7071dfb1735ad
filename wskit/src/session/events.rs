//! Events of one connection: one after another, in the order they arrive.

use std::{
    collections::VecDeque,
    task::{Context, Poll},
};

use super::{
    Session,
    run::{Failed, poll_caught, report},
};
use crate::{Data, outbox::Priority, router::HandlerFuture, wire};

/// The running event and those that wait for it.
#[derive(Default)]
pub(super) struct Events {
    running: Option<Event>,
    waiting: VecDeque<Event>,
}

struct Event {
    wire_type: &'static str,
    handling: HandlerFuture,
}

impl Events {
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.running.is_none()
    }
}

impl<D: Data> Session<D> {
    /// Runs an event at once, or after those that came before it.
    pub(super) fn handle_event(
        &mut self,
        wire_type: &'static str,
        handling: HandlerFuture,
        cx: &mut Context<'_>,
    ) {
        self.events.waiting.push_back(Event { wire_type, handling });
        self.poll_events(cx);
    }

    pub(super) fn poll_events(&mut self, cx: &mut Context<'_>) {
        loop {
            if self.events.running.is_none() {
                self.events.running = self.events.waiting.pop_front();
            }
            let Some(event) = &mut self.events.running else { return };
            let Poll::Ready(handled) = poll_caught(event.handling.as_mut(), cx) else { return };
            let wire_type = event.wire_type;
            self.events.running = None;
            if let Err(failed) = handled {
                self.send_error(wire_type, &failed);
            }
        }
    }

    fn send_error(&self, wire_type: &'static str, failed: &Failed) {
        let error = report(&self.connection, Some(wire_type), failed);
        let frame = wire::error_frame(&error, self.connection.now_ms(), false, None);
        self.answer(frame);
    }

    /// Queues an answer; one that comes too late for the connection is only noted.
    pub(super) fn answer(&self, frame: wire::Frame) {
        if let Err(error) = self.connection.push(frame, Priority::Answer) {
            tracing::debug!(client = %self.connection.client_id(), %error, "an answer was not sent");
        }
    }
}
