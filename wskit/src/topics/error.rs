use crate::send_error::SendError;

/// Why an adapter could not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AdapterError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl AdapterError {
    /// An error with its cause, or with words of your own. The words must not hold a password: they go to logs.
    pub fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

/// Why the subscriptions of a connection did not change. Whatever the reason, all are as they were.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TopicError {
    /// The topic's name is not allowed.
    #[error("{0}")]
    Name(String),
    /// The [policy](crate::topics::TopicPolicy) does not let the connection subscribe.
    #[error("subscribing to {topic} is not allowed")]
    Denied {
        /// The topic.
        topic: String,
    },
    /// The connection is subscribed to as many topics as it may be.
    #[error("a connection may be subscribed to at most {limit} topics")]
    TooMany {
        /// The limit in force.
        limit: usize,
    },
    /// The adapter failed; trying again can help.
    #[error("the adapter failed: {0}")]
    Adapter(#[from] AdapterError),
    /// It took too long; trying again can help.
    #[error("the change of topics took longer than {} ms", .after.as_millis())]
    Timeout {
        /// The time it had.
        after: std::time::Duration,
    },
    /// It was not wanted any more: see [`Topics::cancel_when`](crate::topics::Topics::cancel_when).
    #[error("the change of topics was cancelled")]
    Cancelled,
    /// The connection is closed.
    #[error("the connection is closed")]
    Closed,
}

/// Why a message was not published, or not everywhere.
///
/// Of the reasons that come from an adapter (`STATE`, `BACKPRESSURE`, `UNSUPPORTED`, `ADAPTER_ERROR`,
/// `CONNECTION_CLOSED`) each says that other instances do not get the message. Subscribers of this one have it by then:
/// they never depend on a broker.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The topic's name is not allowed (`VALIDATION`).
    #[error("{0}")]
    Name(String),
    /// The message breaks its own constraints or cannot be written (`VALIDATION`).
    #[error(transparent)]
    Message(#[from] SendError),
    /// Publishing to this topic is not allowed (`ACL_PUBLISH`).
    #[error("publishing to {topic} is not allowed")]
    Denied {
        /// The topic.
        topic: String,
    },
    /// The adapter is not in a state to publish, for instance not started yet (`STATE`).
    #[error("cannot publish now: {0}")]
    State(String),
    /// The adapter has too much to send already (`BACKPRESSURE`).
    #[error("the adapter has too much to send already")]
    Backpressure,
    /// The frame is larger than any that is taken in, here or on another instance (`PAYLOAD_TOO_LARGE`).
    #[error("the frame is too large ({observed} > {limit} bytes)")]
    TooLarge {
        /// Its size in bytes.
        observed: usize,
        /// The limit in force, [`Limits::max_frame_bytes`](crate::Limits::max_frame_bytes).
        limit: usize,
    },
    /// The adapter cannot do what was asked for (`UNSUPPORTED`).
    #[error("the adapter cannot {0}")]
    Unsupported(&'static str),
    /// The adapter failed (`ADAPTER_ERROR`).
    #[error("the adapter failed: {0}")]
    Adapter(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The adapter has lost its connection to the broker (`CONNECTION_CLOSED`).
    #[error("the connection to the broker is closed")]
    Closed,
}

impl PublishError {
    /// The code of the error, such as `ACL_PUBLISH`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Name(_) | Self::Message(_) => "VALIDATION",
            Self::Denied { .. } => "ACL_PUBLISH",
            Self::State(_) => "STATE",
            Self::Backpressure => "BACKPRESSURE",
            Self::TooLarge { .. } => "PAYLOAD_TOO_LARGE",
            Self::Unsupported(_) => "UNSUPPORTED",
            Self::Adapter(_) => "ADAPTER_ERROR",
            Self::Closed => "CONNECTION_CLOSED",
        }
    }

    /// Whether publishing the same again can help.
    #[must_use]
    pub fn retryable(&self) -> bool {
        matches!(self, Self::Backpressure | Self::Adapter(_) | Self::Closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_code_and_says_whether_again_helps() {
        let all = [
            (PublishError::Name("x".into()), "VALIDATION", false),
            (PublishError::Message(SendError::Closed), "VALIDATION", false),
            (PublishError::Denied { topic: "t".into() }, "ACL_PUBLISH", false),
            (PublishError::State("x".into()), "STATE", false),
            (PublishError::Backpressure, "BACKPRESSURE", true),
            (PublishError::TooLarge { observed: 2, limit: 1 }, "PAYLOAD_TOO_LARGE", false),
            (PublishError::Unsupported("count"), "UNSUPPORTED", false),
            (PublishError::Adapter("x".into()), "ADAPTER_ERROR", true),
            (PublishError::Closed, "CONNECTION_CLOSED", true),
        ];
        for (error, code, retryable) in all {
            assert_eq!((error.code(), error.retryable()), (code, retryable));
        }
    }
}
