use metrics::{counter, gauge, histogram};

use crate::{Data, Gate, Layer, Next, Outcome, Result, maybe_send::BoxFuture};

/// Counts messages with the `metrics` crate. Feature `metrics`.
///
/// | name | kind | labels |
/// |---|---|---|
/// | `wskit_messages_total` | counter | `type`; `code`: `OK`, or that of the error |
/// | `wskit_message_duration_seconds` | histogram | `type` |
/// | `wskit_message_bytes` | histogram | `type` |
/// | `wskit_messages_in_flight` | gauge | `type` |
///
/// ```
/// use wskit::{layers::Metrics, prelude::*};
///
/// let router = Router::<()>::new().layer(Metrics);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Metrics;

impl<D: Data> Layer<D> for Metrics {
    fn handle(&self, gate: Gate<D>, next: Next<D>) -> BoxFuture<'static, Result<Outcome>> {
        Box::pin(async move {
            let wire_type = gate.wire_type().to_owned();
            histogram!("wskit_message_bytes", "type" => wire_type.clone()).record(float(gate.raw_size()));
            let (connection, started_ms) = (gate.connection().clone(), gate.now_ms());
            let in_flight = InFlight::enter(wire_type.clone());
            let outcome = next.run(gate).await;
            drop(in_flight);
            let seconds = float(connection.now_ms().saturating_sub(started_ms)) / 1000.0;
            histogram!("wskit_message_duration_seconds", "type" => wire_type.clone()).record(seconds);
            let code = outcome.as_ref().err().map_or("OK", crate::Error::code).to_owned();
            counter!("wskit_messages_total", "type" => wire_type, "code" => code).increment(1);
            outcome
        })
    }
}

/// Counts down when a handler ends, also when it is dropped half-way.
struct InFlight(String);

impl InFlight {
    fn enter(wire_type: String) -> Self {
        gauge!("wskit_messages_in_flight", "type" => wire_type.clone()).increment(1.0);
        Self(wire_type)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        gauge!("wskit_messages_in_flight", "type" => std::mem::take(&mut self.0)).decrement(1.0);
    }
}

fn float(count: impl TryInto<u64>) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "sizes and times are far below 2^53")]
    let float = count.try_into().unwrap_or(u64::MAX) as f64;
    float
}
