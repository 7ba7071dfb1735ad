use tracing::Instrument;

use crate::{Data, Gate, Layer, Next, Outcome, Result, maybe_send::BoxFuture};

/// Handles every message in a tracing span `message`, with the client's id, the wire type and the size of the frame, so
/// that whatever a handler logs says whose message it was about. How the message fared is logged in it.
///
/// ```
/// use wskit::{layers::Trace, prelude::*};
///
/// let router = Router::<()>::new().layer(Trace);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Trace;

impl<D: Data> Layer<D> for Trace {
    fn handle(&self, gate: Gate<D>, next: Next<D>) -> BoxFuture<'static, Result<Outcome>> {
        let span = tracing::info_span!(
            "message",
            client = %gate.client_id(),
            r#type = gate.wire_type(),
            bytes = gate.raw_size(),
        );
        let handled = async move {
            let started_ms = gate.now_ms();
            let connection = gate.connection().clone();
            let outcome = next.run(gate).await;
            let ms = connection.now_ms().saturating_sub(started_ms);
            match &outcome {
                Ok(_) => tracing::info!(ms, "handled"),
                Err(error) => tracing::info!(ms, code = error.code(), "refused"),
            }
            outcome
        };
        Box::pin(handled.instrument(span))
    }
}
