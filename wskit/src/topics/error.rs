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
