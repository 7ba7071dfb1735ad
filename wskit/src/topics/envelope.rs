use std::fmt;

use crate::{client_id::ClientId, wire::Frame};

/// Names one running server among those that share a broker: a UUID v7, new at every start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceId(pub(crate) ClientId);

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A published message on its way from one instance to the others: what a broker carries.
///
/// An adapter need not look inside. It sends [`encode`](Self::encode) to the topic named by [`topic`](Self::topic) and hands
/// what arrives to [`Remote::receive`](super::Remote::receive).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    pub(crate) topic: &'a str,
    pub(crate) frame: Frame,
    pub(crate) except: Option<ClientId>,
    pub(crate) origin: InstanceId,
}

/// What came from a broker is no envelope: something else publishes there, or another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what the broker brought is no envelope of this version")]
pub struct EnvelopeError;

/// Begins every envelope. A version that is not understood is refused, so that it can change.
const VERSION: &str = "wskit1";
/// Stands where no connection is left out.
const NOBODY: &str = "-";

impl<'a> Envelope<'a> {
    /// The topic; 1 to 128 characters of `[A-Za-z0-9:_./-]`.
    #[must_use]
    pub fn topic(&self) -> &'a str {
        self.topic
    }

    /// The frame that subscribers get.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The instance that published it.
    #[must_use]
    pub fn origin(&self) -> InstanceId {
        self.origin
    }

    /// One line with everything but the frame, then the frame as it is. It is text, for brokers that take no bytes.
    #[must_use]
    pub fn encode(&self) -> String {
        let except = self.except.map_or_else(|| NOBODY.to_owned(), |client| client.to_string());
        format!("{VERSION} {} {except} {}\n{}", self.origin, self.topic, self.frame.as_str())
    }

    /// Reads what [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    ///
    /// When it is something else.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, EnvelopeError> {
        Self::read(bytes).ok_or(EnvelopeError)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (head, frame) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
        let mut words = head.split(' ');
        let known = words.next()? == VERSION;
        let origin = InstanceId(ClientId::parse(words.next()?)?);
        let except = match words.next()? {
            NOBODY => None,
            id => Some(ClientId::parse(id)?),
        };
        let topic = words.next()?;
        let is_sound = known && words.next().is_none() && super::validate_name(topic).is_ok();
        is_sound.then(|| Self { topic, frame: frame.into(), except, origin })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> ClientId {
        ClientId::parse(&format!("00000000-0000-7000-8000-0000000000{n:02}")).unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        for except in [None, Some(id(2))] {
            let frame = Frame::from("{\"type\":\"A\",\n\"payload\":\"ü\"}");
            let envelope = Envelope { topic: "room:1", frame, except, origin: InstanceId(id(1)) };
            let text = envelope.encode();
            assert_eq!(Envelope::decode(text.as_bytes()), Ok(envelope));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let uuid = id(1);
        for unsound in [
            String::new(),
            "\n".into(),
            format!("wskit1 {uuid} - topic"),
            format!("wskit2 {uuid} - topic\n{{}}"),
            format!("wskit1 {uuid} - topic more\n{{}}"),
            format!("wskit1 {uuid} -  topic\n{{}}"),
            format!("wskit1 {uuid} x topic\n{{}}"),
            "wskit1 x - topic\n{}".into(),
            format!("wskit1 {uuid} - ü\n{{}}"),
        ] {
            assert_eq!(Envelope::decode(unsound.as_bytes()), Err(EnvelopeError), "{unsound:?}");
        }
        assert_eq!(Envelope::decode(&[0xff, b'\n']), Err(EnvelopeError));
    }
}
