//! The name of a connection.

use std::fmt;

use crate::platform::Platform;

/// Names one connection: a UUID v7 (RFC 9562), so ids sort by the time of connecting. A reconnect gets a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientId(uuid::Uuid);

impl ClientId {
    pub(crate) fn generate(platform: &dyn Platform) -> Self {
        let mut random = [0; 10];
        platform.random(&mut random);
        Self(uuid::Builder::from_unix_timestamp_millis(platform.now_ms(), &random).into_uuid())
    }

    #[cfg(feature = "testing")]
    pub(crate) fn of(bytes: [u8; 16]) -> Self {
        Self(uuid::Uuid::from_bytes(bytes))
    }

    /// Reads what `Display` writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        uuid::Uuid::try_parse(text).ok().map(Self)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
