//! Frames that go out in one write.

use arrayvec::ArrayVec;

use crate::outbox::lend::AT_ONCE;

/// The first byte of a message that is one frame of text (RFC 6455 section 5.2).
pub(super) const FINAL_TEXT: u8 = 0x81;

/// Frames of a server, one after another. Meant for the stack, which is in the cache: of a thousand connections none has a buffer
/// of its own there when its turn comes.
pub(super) struct Gathered(ArrayVec<u8, AT_ONCE>);

impl Gathered {
    // Also where another crate's type makes the task: it is to be made in place, not handed over.
    #[inline]
    pub(super) fn new() -> Self {
        Self(ArrayVec::new())
    }

    /// Adds a text as one frame. False, and nothing done, where there is no room for it.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let Ok(length) = u16::try_from(text.len()) else { return false };
        let [high, low] = length.to_be_bytes();
        let is_short = length < 126;
        if text.len() + if is_short { 2 } else { 4 } > self.0.remaining_capacity() {
            return false;
        }
        // Of a size that is known, each is one instruction instead of a call.
        let head = if is_short {
            self.0.try_extend_from_slice(&[FINAL_TEXT, low])
        } else {
            self.0.try_extend_from_slice(&[FINAL_TEXT, 126, high, low])
        };
        head.and_then(|()| self.0.try_extend_from_slice(text.as_bytes())).is_ok()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use tokio_tungstenite::tungstenite::protocol::frame::{
        FrameHeader,
        coding::{Data, OpCode},
    };

    use super::*;

    #[test]
    fn a_frame_is_added_whole_or_not_at_all() {
        for room in 0..200 {
            for size in [0, 1, 125, 126, 180, 199] {
                let mut gathered = Gathered::new();
                let before = gathered.0.remaining_capacity() - room;
                gathered.0.extend(std::iter::repeat_n(0, before));
                let text = "x".repeat(size);
                let is_added = gathered.add(&text);
                let mut added = Cursor::new(&gathered.bytes()[before..]);
                let Some((header, length)) = FrameHeader::parse(&mut added).unwrap() else {
                    assert!(!is_added && gathered.bytes().len() == before, "room {room}, size {size}");
                    continue;
                };
                let start = before + usize::try_from(added.position()).unwrap();
                let sent = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
                assert_eq!(header, sent);
                assert_eq!((is_added, length), (true, size as u64), "room {room}, size {size}");
                assert_eq!(&gathered.bytes()[start..], text.as_bytes());
            }
        }
    }
}
