use crate::{client_id::ClientId, error::RetryAfter};

/// Which limit was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitKind {
    /// A frame was larger than `max_payload_bytes` or, past reading, than `max_frame_bytes`.
    Payload,
    /// A rate limit let a message not pass.
    Rate,
    /// More connections than `max_connections` or `max_connections_per_ip`.
    Connections,
    /// A client read too slowly: more waited for it than `max_outbound_messages` or `max_outbound_bytes`, or it took
    /// nothing for `write_timeout`.
    Backpressure,
    /// More rpcs than `max_in_flight`.
    InFlight,
    /// More events than `max_waiting_events` or `max_waiting_bytes` behind one that stalls.
    WaitingEvents,
}

impl LimitKind {
    /// A short name for a log or a metric, such as `in_flight`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Payload => "payload",
            Self::Rate => "rate",
            Self::Connections => "connections",
            Self::Backpressure => "backpressure",
            Self::InFlight => "in_flight",
            Self::WaitingEvents => "waiting_events",
        }
    }
}

/// A limit that was exceeded, for [`on_limit_exceeded`](crate::Router::on_limit_exceeded).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitExceeded {
    /// Which limit.
    pub kind: LimitKind,
    /// What was seen, in the unit of the limit: bytes, messages, connections, rpcs, tokens, or milliseconds.
    pub observed: u64,
    /// What would have been allowed.
    pub limit: u64,
    /// Whose connection it was; `None` for a connection that was refused, which has no id.
    pub client_id: Option<ClientId>,
    /// When to try again, where that is known.
    pub retry_after: Option<RetryAfter>,
}

impl LimitExceeded {
    pub(crate) fn new(kind: LimitKind, observed: usize, limit: usize) -> Self {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Self { kind, observed: count(observed), limit: count(limit), client_id: None, retry_after: None }
    }

    pub(crate) fn of(self, client_id: ClientId) -> Self {
        Self { client_id: Some(client_id), ..self }
    }
}
