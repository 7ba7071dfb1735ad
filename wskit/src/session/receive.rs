//! From a frame to its handler. The stages are those of the protocol: limits, envelope, lookup, middleware, decode.

use std::{sync::Arc, task::Context, time::Duration};

use super::{
    Session,
    calls::{Calls, NewCall},
    events::Event,
    run::{Failed, panicking, report},
};
use crate::{
    Code, Connection, Data, ErrorReply, Limits,
    call::Call,
    caught::caught,
    close::Close,
    error::Cause,
    limits::{LimitExceeded, LimitKind, Oversize},
    router::{HandlerFuture, Kind, Request, Route, start},
    wire::{self, ABORT, CorrelationId, ERROR, Envelope, Frame, HEARTBEAT, RPC_ERROR, is_system},
};

impl<D: Data> Session<D> {
    /// Takes a text frame: finds its handler and runs it as far as it goes without waiting. Whatever the frame holds,
    /// nothing panics and the connection stays as open as the protocol says.
    #[allow(clippy::needless_pass_by_value, reason = "whoever hands a frame over is done with it")]
    pub fn receive(&mut self, frame: Frame, cx: &mut Context<'_>) {
        if self.is_closing() {
            return;
        }
        if frame.len() > self.connection.hub().limits.max_payload_bytes {
            return self.receive_oversize(frame.len());
        }
        match wire::parse(frame.as_str()) {
            Ok(envelope) if is_system(&envelope.wire_type) => self.receive_system(&envelope, cx),
            Ok(_) if self.draining => {
                tracing::debug!(client = %self.connection.client_id(), "a message came too late");
            }
            Ok(envelope) => self.receive_message(&envelope, &frame, cx),
            Err(reason) => {
                tracing::debug!(client = %self.connection.client_id(), %reason, "a frame was ignored");
            }
        }
    }

    /// Takes a binary frame: its bytes are read as UTF-8 and answered in text.
    pub fn receive_bytes(&mut self, bytes: &[u8], cx: &mut Context<'_>) {
        if bytes.len() > self.connection.hub().limits.max_payload_bytes && !self.is_closing() {
            return self.receive_oversize(bytes.len());
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => self.receive(text.into(), cx),
            Err(_) => tracing::debug!(client = %self.connection.client_id(), "a binary frame is not UTF-8"),
        }
    }

    fn receive_oversize(&mut self, observed: usize) {
        let limits = *self.connection.hub().limits();
        let limit = limits.max_payload_bytes;
        self.connection.exceeded(LimitExceeded::new(LimitKind::Payload, observed, limit));
        match limits.oversize {
            Oversize::Send => self.connection.answer_error(&too_large(observed, limit), false, None),
            Oversize::Close => self.close(Close::too_big()),
            Oversize::Custom => {}
        }
    }

    fn receive_system(&mut self, envelope: &Envelope<'_>, cx: &mut Context<'_>) {
        match (&*envelope.wire_type, &envelope.meta.correlation_id) {
            (HEARTBEAT, _) => self.answer(wire::heartbeat_ack(self.connection.now_ms())),
            (ABORT, Some(id)) => self.abort_call(id, cx),
            (other, _) => {
                tracing::debug!(client = %self.connection.client_id(), wire_type = other, "a system frame was ignored");
            }
        }
    }

    fn receive_message(&mut self, envelope: &Envelope<'_>, frame: &Frame, cx: &mut Context<'_>) {
        let Some(route) = self.connection.hub().routes.get(&*envelope.wire_type) else {
            return self.receive_unknown(envelope);
        };
        match route.kind {
            Kind::Event if self.events.has_room(self.connection.hub().limits()) => {
                let event = new_event(&self.connection, route, envelope, frame);
                self.handle_event(event, cx);
            }
            Kind::Event => self.refuse_event(),
            Kind::Rpc => {
                if let Some(call) = new_call(&self.connection, &mut self.calls, route, envelope, frame) {
                    self.handle_call(call, cx);
                }
            }
        }
    }

    fn receive_unknown(&self, envelope: &Envelope<'_>) {
        if matches!(&*envelope.wire_type, ERROR | RPC_ERROR) {
            tracing::debug!(client = %self.connection.client_id(), "a client's error frame was ignored");
            return;
        }
        let correlation_id = envelope.meta.correlation_id.as_deref();
        refuse(&self.connection, correlation_id.is_some(), correlation_id, &Code::Unimplemented.into());
    }
}

fn new_event<D: Data>(
    connection: &Connection<D>,
    route: &Arc<Route<D>>,
    envelope: &Envelope<'_>,
    frame: &Frame,
) -> Event {
    // Also a refusal waits its turn, so that answers come in the order of the events they answer.
    let handling = handler(connection, route, envelope, frame, None)
        .unwrap_or_else(|cause| Box::pin(std::future::ready(Err(cause))));
    Event { wire_type: route.wire_type.clone(), handling, bytes: frame.len() }
}

/// `None` when there is nothing to run, because the request was refused or dropped.
fn new_call<D: Data>(
    connection: &Connection<D>,
    calls: &mut Calls,
    route: &Arc<Route<D>>,
    envelope: &Envelope<'_>,
    frame: &Frame,
) -> Option<NewCall> {
    let correlation_id = envelope.meta.correlation_id.as_deref();
    if let Some(id) = correlation_id.filter(|id| calls.contains(id)) {
        tracing::warn!(client = %connection.client_id(), id, "a request repeats an id in flight and was dropped");
        return None;
    }
    let limits = connection.hub().limits();
    if calls.count() >= limits.max_in_flight {
        let limit = limits.max_in_flight;
        connection.exceeded(LimitExceeded::new(LimitKind::InFlight, calls.count() + 1, limit));
        let error = Code::ResourceExhausted.with("Too many requests in flight").detail("limit", limit);
        refuse(connection, correlation_id.is_some(), correlation_id, &error);
        return None;
    }
    let call = calls.begin(correlation_id, timeout_ms(limits, envelope.meta.timeout_ms));
    match handler(connection, route, envelope, frame, Some(Arc::clone(&call))) {
        Ok(handling) => return Some(NewCall { wire_type: route.wire_type.clone(), call, handling }),
        Err(Cause::Reply(error)) => refuse(connection, correlation_id.is_some(), correlation_id, &error),
        Err(cause) => {
            let error = report(connection, Some(&route.wire_type), &Failed::Error(cause));
            refuse(connection, true, correlation_id, &error);
        }
    }
    None
}

/// How long an rpc may take: what its client asks for, as far as the limits let it.
fn timeout_ms(limits: &Limits, asked_ms: Option<u64>) -> u64 {
    let timeout = asked_ms.map_or(limits.rpc_timeout, Duration::from_millis).min(limits.max_rpc_timeout);
    u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX)
}

/// Layers, decoding and the handler, as a future that has not run yet.
fn handler<D: Data>(
    connection: &Connection<D>,
    route: &Arc<Route<D>>,
    envelope: &Envelope<'_>,
    frame: &Frame,
    call: Option<Arc<Call>>,
) -> Result<HandlerFuture, Cause> {
    if !envelope.issues.is_empty() {
        return Err(Cause::Reply(Box::new(envelope.issues.clone().into_invalid().into())));
    }
    let request = Request { connection, payload: envelope.payload, meta: &envelope.meta, call };
    // Decoding may run a user's own Deserialize, and calling the handler its first lines.
    caught(|| start(route, request, frame)).unwrap_or_else(|panic| Ok(Box::pin(panicking(panic))))
}

/// Answers with an error that no handler made.
fn refuse<D>(connection: &Connection<D>, is_rpc: bool, correlation_id: Option<&str>, error: &ErrorReply) {
    let correlation_id = correlation_id.map(CorrelationId::from);
    connection.answer_error(error, is_rpc, correlation_id.as_ref());
}

fn too_large(observed: usize, limit: usize) -> ErrorReply {
    Code::ResourceExhausted
        .with(format!("Payload size exceeds limit ({observed} > {limit})"))
        .detail("observed", observed)
        .detail("limit", limit)
}
