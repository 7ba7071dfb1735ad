//! From a frame to its handler. The stages are those of the protocol: limits, envelope, lookup, middleware, decode.

use std::{sync::Arc, task::Context, time::Duration};

use super::{Session, calls::NewCall, events::Event, run::panicking};
use crate::{
    Code, Data, ErrorReply,
    call::Call,
    caught::caught,
    close::Close,
    error::Cause,
    hub::Hub,
    limits::{LimitExceeded, LimitKind, Oversize},
    router::{HandlerFuture, Kind, Request, Route, start},
    wire::{self, ABORT, CorrelationId, ERROR, Envelope, Frame, HEARTBEAT, RPC_ERROR, is_system},
};

impl<D: Data> Session<D> {
    /// Takes a text frame: finds its handler and runs it as far as it goes without waiting. Whatever the frame holds,
    /// nothing panics and the connection stays as open as the protocol says.
    pub fn receive(&mut self, frame: Frame, cx: &mut Context<'_>) {
        if self.is_closing() {
            return;
        }
        let hub = Arc::clone(self.connection.hub());
        if frame.len() > hub.limits.max_payload_bytes {
            return self.receive_oversize(frame.len());
        }
        // The text lives in `frame`, which a layer may take along; the copy only counts a reference up.
        let text = frame.clone();
        match wire::parse(text.as_str()) {
            Ok(envelope) if is_system(&envelope.wire_type) => self.receive_system(&envelope, cx),
            Ok(_) if self.draining => {
                tracing::debug!(client = %self.connection.client_id(), "a message came too late");
            }
            Ok(envelope) => self.receive_message(&hub, &envelope, frame, cx),
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

    fn receive_message(
        &mut self,
        hub: &Arc<Hub<D>>,
        envelope: &Envelope<'_>,
        frame: Frame,
        cx: &mut Context<'_>,
    ) {
        let correlation_id = envelope.meta.correlation_id.as_deref();
        let Some(route) = hub.routes.get(&*envelope.wire_type) else {
            if matches!(&*envelope.wire_type, ERROR | RPC_ERROR) {
                tracing::debug!(client = %self.connection.client_id(), "a client's error frame was ignored");
                return;
            }
            let error = Code::Unimplemented.into();
            return self.refuse(correlation_id.is_some(), correlation_id, &error);
        };
        match route.kind {
            Kind::Event => self.receive_event(route, envelope, frame, cx),
            Kind::Rpc => self.receive_call(route, envelope, frame, cx),
        }
    }

    fn receive_event(
        &mut self,
        route: &Arc<Route<D>>,
        envelope: &Envelope<'_>,
        frame: Frame,
        cx: &mut Context<'_>,
    ) {
        if !self.events.has_room(self.connection.hub().limits()) {
            return self.refuse_event();
        }
        let bytes = frame.len();
        // Also a refusal waits its turn, so that answers come in the order of the events they answer.
        let handling = self
            .start(route, envelope, frame, None)
            .unwrap_or_else(|cause| Box::pin(std::future::ready(Err(cause))));
        self.handle_event(Event { wire_type: route.wire_type.clone(), handling, bytes }, cx);
    }

    fn receive_call(
        &mut self,
        route: &Arc<Route<D>>,
        envelope: &Envelope<'_>,
        frame: Frame,
        cx: &mut Context<'_>,
    ) {
        let correlation_id = envelope.meta.correlation_id.as_deref();
        if let Some(id) = correlation_id.filter(|id| self.calls.contains(id)) {
            tracing::warn!(client = %self.connection.client_id(), id, "a request repeats an id in flight and was dropped");
            return;
        }
        let limit = self.connection.hub().limits.max_in_flight;
        if self.calls.count() >= limit {
            self.connection.exceeded(LimitExceeded::new(LimitKind::InFlight, self.calls.count() + 1, limit));
            let error = Code::ResourceExhausted.with("Too many requests in flight").detail("limit", limit);
            return self.refuse(correlation_id.is_some(), correlation_id, &error);
        }
        let call = self.calls.begin(correlation_id, self.timeout_ms(envelope.meta.timeout_ms));
        match self.start(route, envelope, frame, Some(Arc::clone(&call))) {
            Ok(handling) => {
                self.handle_call(NewCall { wire_type: route.wire_type.clone(), call, handling }, cx);
            }
            Err(Cause::Reply(error)) => self.refuse(correlation_id.is_some(), correlation_id, &error),
            Err(cause) => {
                let failed = super::run::Failed::Error(cause);
                let error = super::run::report(&self.connection, Some(&route.wire_type), &failed);
                self.refuse(true, correlation_id, &error);
            }
        }
    }

    /// How long an rpc may take: what its client asks for, as far as the limits let it.
    fn timeout_ms(&self, asked_ms: Option<u64>) -> u64 {
        let limits = self.connection.hub().limits();
        let timeout = asked_ms.map_or(limits.rpc_timeout, Duration::from_millis).min(limits.max_rpc_timeout);
        u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX)
    }

    /// Layers, decoding and the handler, as a future that has not run yet.
    fn start(
        &self,
        route: &Arc<Route<D>>,
        envelope: &Envelope<'_>,
        frame: Frame,
        call: Option<Arc<Call>>,
    ) -> Result<HandlerFuture, Cause> {
        if !envelope.issues.is_empty() {
            return Err(Cause::Reply(Box::new(envelope.issues.clone().into_invalid().into())));
        }
        let request =
            Request { connection: &self.connection, payload: envelope.payload, meta: &envelope.meta, call };
        // Decoding may run a user's own Deserialize, and calling the handler its first lines.
        caught(|| start(route, request, frame)).unwrap_or_else(|panic| Ok(Box::pin(panicking(panic))))
    }

    /// Answers with an error that no handler made.
    fn refuse(&mut self, is_rpc: bool, correlation_id: Option<&str>, error: &ErrorReply) {
        let correlation_id = correlation_id.map(CorrelationId::from);
        self.connection.answer_error(error, is_rpc, correlation_id.as_ref());
    }
}

fn too_large(observed: usize, limit: usize) -> ErrorReply {
    Code::ResourceExhausted
        .with(format!("Payload size exceeds limit ({observed} > {limit})"))
        .detail("observed", observed)
        .detail("limit", limit)
}
