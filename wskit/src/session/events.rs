//! Events of one connection: one after another, in the order they arrive.

use std::{
    collections::VecDeque,
    task::{Context, Poll},
};

use super::{
    Session,
    run::{Failed, poll_caught, report},
};
use crate::{
    Code, Data, Limits,
    limits::{LimitExceeded, LimitKind},
    maybe_send::BoxFuture,
    outbox::Priority,
    router::{HandlerFuture, WireName},
    wire,
};

/// The running event and those that wait for it.
#[derive(Default)]
pub(super) struct Events {
    running: Option<Event>,
    waiting: VecDeque<Event>,
    waiting_bytes: usize,
    stall: Stall,
}

/// How long the running event has kept a full queue waiting.
#[derive(Default)]
enum Stall {
    #[default]
    No,
    Watched(BoxFuture<'static, ()>),
    /// Too long to leave the socket unread.
    Yes,
}

pub(super) struct Event {
    pub(super) wire_type: WireName,
    pub(super) handling: HandlerFuture,
    /// The size of its frame.
    pub(super) bytes: usize,
}

impl Events {
    pub(super) fn is_idle(&self) -> bool {
        self.running.is_none()
    }

    /// Whether one more event finds a place.
    pub(super) fn has_room(&self, limits: &Limits) -> bool {
        let within =
            self.waiting.len() < limits.max_waiting_events && self.waiting_bytes < limits.max_waiting_bytes;
        self.is_idle() || within
    }

    pub(super) fn is_stalled(&self) -> bool {
        matches!(self.stall, Stall::Yes)
    }

    /// What is exceeded by an event that finds no place.
    fn exceeded(&self, limits: &Limits) -> LimitExceeded {
        let kind = LimitKind::WaitingEvents;
        if self.waiting.len() >= limits.max_waiting_events {
            LimitExceeded::new(kind, self.waiting.len(), limits.max_waiting_events)
        } else {
            LimitExceeded::new(kind, self.waiting_bytes, limits.max_waiting_bytes)
        }
    }
}

impl<D: Data> Session<D> {
    /// Runs an event at once, or after those that came before it.
    pub(super) fn handle_event(&mut self, event: Event, cx: &mut Context<'_>) {
        self.events.waiting_bytes += event.bytes;
        self.events.waiting.push_back(event);
        self.poll_events(cx);
    }

    /// Answers an event that finds no place behind one that stalls.
    pub(super) fn refuse_event(&mut self) {
        let exceeded = self.events.exceeded(self.connection.hub().limits());
        let error = Code::ResourceExhausted
            .with("Too many events are waiting")
            .detail("observed", exceeded.observed)
            .detail("limit", exceeded.limit);
        self.connection.exceeded(exceeded);
        self.connection.answer_error(&error, false, None);
    }

    pub(super) fn poll_events(&mut self, cx: &mut Context<'_>) {
        loop {
            if self.events.running.is_none() {
                self.events.running = self.events.waiting.pop_front();
                let taken = self.events.running.as_ref().map_or(0, |event| event.bytes);
                self.events.waiting_bytes -= taken;
            }
            let Some(event) = &mut self.events.running else { return };
            let Poll::Ready(handled) = poll_caught(event.handling.as_mut(), cx) else {
                return self.poll_stall(cx);
            };
            let wire_type = event.wire_type.clone();
            self.events.running = None;
            self.events.stall = Stall::No;
            if let Err(failed) = handled {
                self.send_error(&wire_type, &failed);
            }
        }
    }

    /// An event that never ends must not keep an abort, a heartbeat or a close from being read.
    fn poll_stall(&mut self, cx: &mut Context<'_>) {
        let hub = self.connection.hub();
        if self.events.has_room(&hub.limits) {
            self.events.stall = Stall::No;
            return;
        }
        if matches!(self.events.stall, Stall::No) {
            self.events.stall = Stall::Watched(hub.platform.sleep(hub.limits.event_stall_timeout));
        }
        if let Stall::Watched(sleep) = &mut self.events.stall
            && sleep.as_mut().poll(cx).is_ready()
        {
            tracing::warn!(client = %self.connection.client_id(), "an event has held up a full queue for too long");
            self.events.stall = Stall::Yes;
            // The adapter has left the socket unread and reads it again now.
            cx.waker().wake_by_ref();
        }
    }

    fn send_error(&self, wire_type: &str, failed: &Failed) {
        let error = report(&self.connection, Some(wire_type), failed);
        self.connection.answer_error(&error, false, None);
    }

    /// Queues an answer; one that comes too late for the connection is only noted.
    pub(super) fn answer(&self, frame: wire::Frame) {
        self.connection.answer(frame, Priority::Answer);
    }
}
