//! Why something could not be sent.

use crate::validate::Invalid;

/// Why a message could not be sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The message breaks its own constraints; a client would refuse it.
    #[error("the outgoing message is invalid: {0}")]
    Invalid(#[from] Invalid),
    /// The message cannot be written as JSON, for instance a map whose keys are not strings.
    #[error("the outgoing message cannot be written as JSON: {0}")]
    Serialize(#[from] serde_json::Error),
    /// The connection is closed or closing.
    #[error("the connection is closed")]
    Closed,
    /// Far too much waits for a client that reads too slowly; it is disconnected unless it catches up.
    #[error("the outbound queue is full: the client reads too slowly")]
    Full,
}
