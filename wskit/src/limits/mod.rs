//! What one connection, and a whole server, may use up.

mod exceeded;

use std::time::Duration;

pub use exceeded::{LimitExceeded, LimitKind};

/// The limits of a server; every field has a default that suits a public one.
///
/// ```
/// use wskit::Limits;
/// let limits = Limits { max_payload_bytes: 64 * 1024, ..Limits::default() };
/// ```
///
/// Whatever goes over one of them is reported to [`on_limit_exceeded`](crate::Router::on_limit_exceeded).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "`..Limits::default()` is how it is meant to be written")]
pub struct Limits {
    /// The largest frame that is handled, in bytes. Default 1,000,000.
    pub max_payload_bytes: usize,
    /// What happens to a larger one. Default [`Oversize::Send`].
    pub oversize: Oversize,
    /// The largest frame the transport takes at all, in bytes; a larger one closes the connection with 1009. Default
    /// 4 MiB.
    pub max_frame_bytes: usize,
    /// How many rpcs of one connection may run at once; one more is answered with `RESOURCE_EXHAUSTED`. Default 128.
    pub max_in_flight: usize,
    /// How many events of one connection may wait for the one that runs; beyond it the socket is not read. Default 128.
    pub max_waiting_events: usize,
    /// How many bytes of frames may wait so; a single frame may be larger. Default 1 MiB.
    pub max_waiting_bytes: usize,
    /// How long one event may hold up a full queue. After that the socket is read again, so that an abort or a close
    /// gets through, and events that find no place are answered with `RESOURCE_EXHAUSTED`. Default 5 s.
    pub event_stall_timeout: Duration,
    /// How many frames may wait for a client before it counts as slow. Default 1024.
    pub max_outbound_messages: usize,
    /// How many bytes may wait so; a single frame may be larger. Default 1 MiB.
    pub max_outbound_bytes: usize,
    /// How long a client may count as slow before it is closed with 1013. Meanwhile up to four times the two limits
    /// above may wait; an event beyond that is refused ([`SendError::Full`](crate::SendError::Full)). Default 5 s.
    pub slow_reader_timeout: Duration,
    /// How many topics one connection may be subscribed to. Default 128.
    pub max_topics: usize,
    /// How many WebSockets may be open at once; one more handshake gets 503. Default 100,000.
    pub max_connections: usize,
    /// How many of them may come from one IP address; one more handshake gets 429. Behind a proxy all come from one.
    /// Default 100,000: no tighter than the whole.
    pub max_connections_per_ip: usize,
    /// How long a handshake may take: the head of its request, and then authentication. Default 5 s.
    pub handshake_timeout: Duration,
    /// How long an rpc may take when its client does not say (`meta.timeoutMs`). Default 30 s.
    pub rpc_timeout: Duration,
    /// The longest time a client may ask for; a longer `timeoutMs` counts as this one. Default 5 min.
    pub max_rpc_timeout: Duration,
    /// The shortest time between two progress frames of one rpc. The first is sent at once, the last always, those in
    /// between that come too soon are replaced by the next. Default 0: every one is sent.
    pub progress_interval: Duration,
    /// How often the server asks a client for a sign of life. Default 30 s.
    pub ping_interval: Duration,
    /// How long the client may take to give one; after that the connection is closed with 1001. Default 5 s.
    pub pong_timeout: Duration,
    /// How long a socket may take not one byte of what is to be sent; after that the connection is closed with 1013.
    /// Default 10 s.
    pub write_timeout: Duration,
    /// How long a peer may take to read what comes before a close, and then to answer the close. Default 5 s.
    pub close_timeout: Duration,
    /// How long the connections of a server that stops may take to finish what is in flight. Default 30 s.
    pub shutdown_timeout: Duration,
}

/// What happens to a frame over [`Limits::max_payload_bytes`]. `on_limit_exceeded` runs in every case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Oversize {
    /// The client gets an `ERROR` with `RESOURCE_EXHAUSTED`.
    #[default]
    Send,
    /// The connection is closed with 1009.
    Close,
    /// Nothing is sent; what happens is up to `on_limit_exceeded`.
    Custom,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_payload_bytes: 1_000_000,
            oversize: Oversize::Send,
            max_frame_bytes: 4 * 1024 * 1024,
            max_in_flight: 128,
            max_waiting_events: 128,
            max_waiting_bytes: 1024 * 1024,
            event_stall_timeout: Duration::from_secs(5),
            max_outbound_messages: 1024,
            max_outbound_bytes: 1024 * 1024,
            slow_reader_timeout: Duration::from_secs(5),
            max_topics: 128,
            max_connections: 100_000,
            max_connections_per_ip: 100_000,
            handshake_timeout: Duration::from_secs(5),
            rpc_timeout: Duration::from_secs(30),
            max_rpc_timeout: Duration::from_secs(300),
            progress_interval: Duration::ZERO,
            ping_interval: Duration::from_secs(30),
            pong_timeout: Duration::from_secs(5),
            write_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(5),
            shutdown_timeout: Duration::from_secs(30),
        }
    }
}
