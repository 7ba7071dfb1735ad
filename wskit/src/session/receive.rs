//! From a frame to its handler. The stages are those of the protocol: limits, envelope, lookup, middleware, decode.

use std::task::Context;

use super::{
    Session,
    admit::{Admission, Admitted, refuse},
};
use crate::{
    Code, Data, ErrorReply,
    caught::caught,
    close::Close,
    error::Cause,
    limits::{LimitExceeded, LimitKind, Oversize},
    router::start,
    wire::{self, ABORT, ERROR, Envelope, HEARTBEAT, RPC_ERROR, is_system},
};

impl<D: Data> Session<D> {
    /// Takes a text frame: finds its handler and runs it as far as it goes without waiting. Whatever the frame holds,
    /// nothing panics and the connection stays as open as the protocol says.
    pub fn receive(&mut self, frame: &str, cx: &mut Context<'_>) {
        if self.is_closing() {
            return;
        }
        if frame.len() > self.connection.hub().limits.max_payload_bytes {
            return self.receive_oversize(frame.len());
        }
        if let Some(admitted) = self.receive_in_place(frame) {
            return self.run(admitted, cx);
        }
        match wire::parse(frame) {
            Ok(envelope) if is_system(&envelope.wire_type) => self.receive_system(&envelope, cx),
            Ok(_) if self.draining => {
                tracing::debug!(client = %self.connection.client_id(), "a message came too late");
            }
            Ok(envelope) => self.receive_message(&envelope, frame, cx),
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
            Ok(text) => self.receive(text, cx),
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

    /// Reads a message whose type comes first straight into its own type. `None` when that is not possible: the type comes
    /// later, nobody handles it, layers have to see the message before it is decoded, or it is not one.
    fn receive_in_place(&mut self, frame: &str) -> Option<Admitted> {
        if self.draining {
            return None;
        }
        let leading = wire::leading(frame)?;
        let route = self.connection.hub().routes.get(leading.wire_type)?;
        if !route.layers.is_empty() {
            return None;
        }
        let mut admission = Admission {
            connection: &self.connection,
            route,
            calls: &mut self.calls,
            events: &self.events,
            bytes: frame.len(),
        };
        let mut admitted = None;
        let read = caught(|| {
            route.read(leading, &mut |envelope, start| {
                admitted = Some(admission.admit(envelope, |request| {
                    start(request).map_err(|invalid| Cause::Reply(Box::new(invalid.into())))
                }));
            })
        });
        if let (Err(panic), true) = (read, admitted.is_some()) {
            tracing::error!(%panic, "a payload panicked while it was dropped");
        }
        // What was let in stays so, or it would be handled twice. A user's own Deserialize that panics comes before that,
        // and will do so once more where it is known which request to answer.
        admitted
    }

    fn receive_message(&mut self, envelope: &Envelope<'_>, frame: &str, cx: &mut Context<'_>) {
        let Some(route) = self.connection.hub().routes.get(&*envelope.wire_type) else {
            return self.receive_unknown(envelope);
        };
        let mut admission = Admission {
            connection: &self.connection,
            route,
            calls: &mut self.calls,
            events: &self.events,
            bytes: frame.len(),
        };
        let admitted = admission.admit(envelope, |request| start(route, request, frame));
        self.run(admitted, cx);
    }

    fn run(&mut self, admitted: Admitted, cx: &mut Context<'_>) {
        match admitted {
            Admitted::Event(event) => self.handle_event(event, cx),
            Admitted::NoRoom => self.refuse_event(),
            Admitted::Call(call) => self.handle_call(call, cx),
            Admitted::Answered => {}
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

fn too_large(observed: usize, limit: usize) -> ErrorReply {
    Code::ResourceExhausted
        .with(format!("Payload size exceeds limit ({observed} > {limit})"))
        .detail("observed", observed)
        .detail("limit", limit)
}
