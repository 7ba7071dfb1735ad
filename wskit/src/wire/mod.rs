//! The wire: text frames, the envelope of what comes in, and how what goes out is written.

mod decode;
mod encode;
mod envelope;
mod frame;
mod json;
mod meta;
mod scan;

pub(crate) use decode::{InPlace, decode_meta, decode_payload};
pub(crate) use encode::{error_frame, event_frame, heartbeat_ack, progress_frame, reply_frame};
pub(crate) use envelope::{Envelope, Ignored, Leading, leading, parse};
pub use frame::Frame;
pub(crate) use meta::MetaIn;

/// The `type` of an error that answers an rpc.
pub(crate) const RPC_ERROR: &str = "RPC_ERROR";
/// The `type` of an error that answers nothing.
pub(crate) const ERROR: &str = "ERROR";
/// The `type` with which a client gives up an rpc.
pub(crate) const ABORT: &str = "$ws:abort";
/// The `type` of an rpc's progress.
pub(crate) const PROGRESS: &str = "$ws:rpc-progress";
/// The `type` with which a client asks whether the server is there.
pub(crate) const HEARTBEAT: &str = "__heartbeat";
/// The `type` that answers it.
pub(crate) const HEARTBEAT_ACK: &str = "__heartbeat_ack";

/// Whether a `type` belongs to the system rather than to the application.
pub(crate) fn is_system(wire_type: &str) -> bool {
    wire_type.starts_with('$') || wire_type.starts_with("__")
}

/// What ties an answer to its request; chosen by the client, unique among its requests in flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CorrelationId(String);

impl CorrelationId {
    /// The id as it stands on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Becomes another, in the memory of this one.
    pub(crate) fn set(&mut self, id: &str) {
        self.0.clear();
        self.0.push_str(id);
    }
}

impl serde::Serialize for CorrelationId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl From<&str> for CorrelationId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl std::fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
