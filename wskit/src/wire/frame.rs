use std::fmt;

/// The text of one frame; clones share it.
///
/// With the server built in this is the transport's own text type, so a frame is handed over without a copy and
/// without being checked for UTF-8 again.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame(Text);

#[cfg(feature = "server")]
type Text = tokio_tungstenite::tungstenite::Utf8Bytes;
#[cfg(not(feature = "server"))]
type Text = std::sync::Arc<str>;

impl Frame {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The length in bytes of UTF-8.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_str().len()
    }

    /// Whether the frame holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The transport's text type.
    #[cfg(feature = "server")]
    pub(crate) fn into_text(self) -> Text {
        self.0
    }
}

#[cfg(feature = "server")]
impl From<Text> for Frame {
    fn from(text: Text) -> Self {
        Self(text)
    }
}

impl From<String> for Frame {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Frame {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Frame {
    /// Only the length: frames carry what users say, and logs are no place for that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} bytes)", self.len())
    }
}
