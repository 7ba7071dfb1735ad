//! Whether a message that found its route is let in, and what it becomes then.

use std::{sync::Arc, time::Duration};

use super::{
    calls::{Calls, NewCall},
    events::{Event, Events},
    run::{Failed, panicking, report},
};
use crate::{
    Code, Connection, Data, ErrorReply, Limits,
    call::Call,
    caught::caught,
    error::Cause,
    limits::{LimitExceeded, LimitKind},
    router::{HandlerFuture, Kind, Request, Route},
    wire::{CorrelationId, Envelope},
};

/// What a message meets before its handler starts.
pub(super) struct Admission<'a, D> {
    pub(super) connection: &'a Connection<D>,
    pub(super) route: &'a Route<D>,
    pub(super) calls: &'a mut Calls,
    pub(super) events: &'a Events,
    /// The size of the frame.
    pub(super) bytes: usize,
}

/// What becomes of a message.
pub(super) enum Admitted {
    Event(Event),
    /// An event behind one that stalls.
    NoRoom,
    Call(NewCall),
    /// There is nothing to run, because the request was refused or dropped.
    Answered,
}

impl<D: Data> Admission<'_, D> {
    /// `start` makes what runs, if it comes to that.
    pub(super) fn admit(
        &mut self,
        envelope: &Envelope<'_>,
        start: impl FnOnce(Request<'_, D>) -> Result<HandlerFuture, Cause>,
    ) -> Admitted {
        match self.route.kind {
            Kind::Event if self.events.has_room(self.connection.hub().limits()) => {
                Admitted::Event(self.new_event(envelope, start))
            }
            Kind::Event => Admitted::NoRoom,
            Kind::Rpc => self.new_call(envelope, start).map_or(Admitted::Answered, Admitted::Call),
        }
    }

    fn new_event(
        &self,
        envelope: &Envelope<'_>,
        start: impl FnOnce(Request<'_, D>) -> Result<HandlerFuture, Cause>,
    ) -> Event {
        // Also a refusal waits its turn, so that answers come in the order of the events they answer.
        let handling = self
            .handler(envelope, None, start)
            .unwrap_or_else(|cause| Box::pin(std::future::ready(Err(cause))));
        Event { wire_type: self.route.wire_type.clone(), handling, bytes: self.bytes }
    }

    fn new_call(
        &mut self,
        envelope: &Envelope<'_>,
        start: impl FnOnce(Request<'_, D>) -> Result<HandlerFuture, Cause>,
    ) -> Option<NewCall> {
        let connection = self.connection;
        let correlation_id = envelope.meta.correlation_id.as_deref();
        if let Some(id) = correlation_id.filter(|id| self.calls.contains(id)) {
            tracing::warn!(client = %connection.client_id(), id, "a request repeats an id in flight and was dropped");
            return None;
        }
        let limits = connection.hub().limits();
        if self.calls.count() >= limits.max_in_flight {
            self.refuse_one_more(limits.max_in_flight, correlation_id);
            return None;
        }
        let call = self.calls.begin(correlation_id, timeout_ms(limits, envelope.meta.timeout_ms));
        let wire_type = &self.route.wire_type;
        match self.handler(envelope, Some(Arc::clone(&call)), start) {
            Ok(handling) => return Some(NewCall { wire_type: wire_type.clone(), call, handling }),
            Err(Cause::Reply(error)) => refuse(connection, correlation_id.is_some(), correlation_id, &error),
            Err(cause) => {
                let error = report(connection, Some(wire_type), &Failed::Error(cause));
                refuse(connection, true, correlation_id, &error);
            }
        }
        None
    }

    #[cold]
    fn refuse_one_more(&self, limit: usize, correlation_id: Option<&str>) {
        self.connection.exceeded(LimitExceeded::new(LimitKind::InFlight, self.calls.count() + 1, limit));
        let error = Code::ResourceExhausted.with("Too many requests in flight").detail("limit", limit);
        refuse(self.connection, correlation_id.is_some(), correlation_id, &error);
    }

    /// Layers, decoding and the handler, as a future that has not run yet.
    fn handler(
        &self,
        envelope: &Envelope<'_>,
        call: Option<Arc<Call>>,
        start: impl FnOnce(Request<'_, D>) -> Result<HandlerFuture, Cause>,
    ) -> Result<HandlerFuture, Cause> {
        if !envelope.issues.is_empty() {
            return Err(Cause::Reply(Box::new(envelope.issues.clone().into_invalid().into())));
        }
        let request =
            Request { connection: self.connection, payload: envelope.payload, meta: &envelope.meta, call };
        // Decoding may run a user's own Deserialize, and calling the handler its first lines.
        caught(|| start(request)).unwrap_or_else(|panic| Ok(Box::pin(panicking(panic))))
    }
}

/// How long an rpc may take: what its client asks for, as far as the limits let it.
fn timeout_ms(limits: &Limits, asked_ms: Option<u64>) -> u64 {
    let timeout = asked_ms.map_or(limits.rpc_timeout, Duration::from_millis).min(limits.max_rpc_timeout);
    u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX)
}

/// Answers with an error that no handler made.
pub(super) fn refuse<D>(
    connection: &Connection<D>,
    is_rpc: bool,
    correlation_id: Option<&str>,
    error: &ErrorReply,
) {
    let correlation_id = correlation_id.map(CorrelationId::from);
    connection.answer_error(error, is_rpc, correlation_id.as_ref());
}
