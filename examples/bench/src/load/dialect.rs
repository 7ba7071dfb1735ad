//! The same three messages in the words of each protocol.

use super::{Dialect, frame};

/// In every echo and every broadcast, so that an answer can be told from an error.
pub(super) const TEXT: &str = "The quick brown fox jumps over the lazy dog, then writes about it.";

/// What a message of the server is to the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// An answer or a broadcast: it counts.
    Content,
    /// A sign of life that wants one back; it answers nothing.
    Ping,
}

impl Dialect {
    /// What is asked for in the handshake.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Wskit | Self::Jsonrpc => "/",
            Self::Socketio => "/socket.io/?EIO=4&transport=websocket",
        }
    }

    /// A request for an echo; the number tells it from others in flight.
    pub(super) fn echo(self, number: usize) -> Vec<u8> {
        let body = format!(r#"{{"id":"u_123","text":"{TEXT}","n":42,"tags":["alpha","beta"]}}"#);
        frame::text(&match self {
            Self::Wskit => {
                format!(r#"{{"type":"ECHO","meta":{{"correlationId":"c-{number:04}"}},"payload":{body}}}"#)
            }
            Self::Socketio => format!(r#"42{number}["echo",{body}]"#),
            Self::Jsonrpc => {
                format!(r#"{{"jsonrpc":"2.0","id":{number},"method":"echo","params":[{body}]}}"#)
            }
        })
    }

    /// A subscription; `None` where there are no topics.
    pub(super) fn subscribe(self) -> Option<Vec<u8>> {
        let text = match self {
            Self::Wskit => r#"{"type":"SUB","meta":{"correlationId":"s-1"},"payload":{"topic":"room:1"}}"#,
            Self::Socketio => r#"421["sub",{"topic":"room:1"}]"#,
            Self::Jsonrpc => return None,
        };
        Some(frame::text(text))
    }

    /// A broadcast to the subscribers; `None` where there are no topics.
    pub(super) fn publish(self) -> Option<Vec<u8>> {
        let body = format!(r#"{{"topic":"room:1","text":"{TEXT}"}}"#);
        let text = match self {
            Self::Wskit => format!(r#"{{"type":"PUB","payload":{body}}}"#),
            Self::Socketio => format!(r#"42["pub",{body}]"#),
            Self::Jsonrpc => return None,
        };
        Some(frame::text(&text))
    }

    pub(super) fn heard(self, message: &[u8]) -> Heard {
        match self {
            Self::Socketio if message == b"2" => Heard::Ping,
            _ => Heard::Content,
        }
    }

    /// The answer to a ping of the protocol itself; pings of WebSocket are another thing.
    pub(super) fn pong() -> Vec<u8> {
        frame::text("3")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ping_of_engine_io_answers_nothing() {
        assert_eq!(Dialect::Socketio.heard(b"2"), Heard::Ping);
        assert_eq!(Dialect::Socketio.heard(b"431[{}]"), Heard::Content);
        assert_eq!(Dialect::Wskit.heard(b"2"), Heard::Content);
    }

    #[test]
    fn requests_in_flight_differ() {
        for dialect in [Dialect::Wskit, Dialect::Socketio, Dialect::Jsonrpc] {
            assert_ne!(dialect.echo(1), dialect.echo(2));
        }
    }
}
