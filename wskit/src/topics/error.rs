use crate::send_error::SendError;

/// Why a subscription did not change.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicError {
    /// The topic's name is not allowed.
    #[error("{0}")]
    Name(String),
    /// The connection is subscribed to as many topics as it may be.
    #[error("a connection may be subscribed to at most {limit} topics")]
    TooMany {
        /// The limit in force.
        limit: usize,
    },
    /// The connection is closed.
    #[error("the connection is closed")]
    Closed,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The topic's name is not allowed (`VALIDATION`).
    #[error("{0}")]
    Name(String),
    /// The message breaks its own constraints or cannot be written (`VALIDATION`).
    #[error(transparent)]
    Message(#[from] SendError),
}

impl PublishError {
    /// Whether publishing the same again can help.
    #[must_use]
    pub fn retryable(&self) -> bool {
        false
    }
}
