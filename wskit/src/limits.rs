//! What one connection may use up.

use std::time::Duration;

/// The limits of a server; every field has a default that suits a public one.
///
/// ```
/// use wskit::Limits;
/// let limits = Limits { max_payload_bytes: 64 * 1024, ..Limits::default() };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "`..Limits::default()` is how it is meant to be written")]
pub struct Limits {
    /// The largest frame that is handled, in bytes; a larger one is answered with `RESOURCE_EXHAUSTED`. Default 1,000,000.
    pub max_payload_bytes: usize,
    /// The largest frame the transport takes at all, in bytes; a larger one closes the connection with 1009. Default
    /// 4 MiB.
    pub max_frame_bytes: usize,
    /// How many rpcs of one connection may run at once; one more is answered with `RESOURCE_EXHAUSTED`. Default 128.
    pub max_in_flight: usize,
    /// How many events of one connection may wait for the one that runs; beyond it the socket is not read. Default 128.
    pub max_waiting_events: usize,
    /// How many frames may wait for a slow client. Default 1024.
    pub max_outbound_messages: usize,
    /// How many bytes may wait for a slow client; a single frame may be larger. Default 1 MiB.
    pub max_outbound_bytes: usize,
    /// How many topics one connection may be subscribed to. Default 128.
    pub max_topics: usize,
    /// How long an rpc may take when its client does not say (`meta.timeoutMs`). Default 30 s.
    pub rpc_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_payload_bytes: 1_000_000,
            max_frame_bytes: 4 * 1024 * 1024,
            max_in_flight: 128,
            max_waiting_events: 128,
            max_outbound_messages: 1024,
            max_outbound_bytes: 1024 * 1024,
            max_topics: 128,
            rpc_timeout: Duration::from_secs(30),
        }
    }
}
