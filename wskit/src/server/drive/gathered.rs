//! Frames that go out in one write.

use std::mem::MaybeUninit;

use tokio::io::ReadBuf;

/// Room for frames that go out in one write. It is meant for the stack, which is in the cache: of a thousand connections
/// none has a buffer of its own there when its turn comes.
pub(super) type Memory = [MaybeUninit<u8>; 8 * 1024];

pub(super) const MEMORY: Memory = [const { MaybeUninit::uninit() }; 8 * 1024];

/// The first byte of a message that is one frame of text (RFC 6455 section 5.2).
pub(super) const FINAL_TEXT: u8 = 0x81;

/// Frames of a server, one after another.
pub(super) struct Gathered<'a>(ReadBuf<'a>);

impl<'a> Gathered<'a> {
    pub(super) fn new(memory: &'a mut Memory) -> Self {
        Self(ReadBuf::uninit(memory))
    }

    /// Adds a text as one frame. False, and nothing done, where there is no room for it.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let Ok(length) = u16::try_from(text.len()) else { return false };
        let is_short = length < 126;
        let fits = if is_short { 2 } else { 4 } + text.len() <= self.0.remaining();
        if fits {
            let [high, low] = length.to_be_bytes();
            // Of a size that is known, each is one instruction instead of a call.
            if is_short {
                self.0.put_slice(&[FINAL_TEXT, low]);
            } else {
                self.0.put_slice(&[FINAL_TEXT, 126, high, low]);
            }
            self.0.put_slice(text.as_bytes());
        }
        fits
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.filled()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use bytes::BufMut;
    use tokio_tungstenite::tungstenite::protocol::frame::{
        FrameHeader,
        coding::{Data, OpCode},
    };

    use super::*;

    #[test]
    fn a_frame_is_added_whole_or_not_at_all() {
        for room in 0..200 {
            for size in [0, 1, 125, 126, 180, 199] {
                let mut memory = MEMORY;
                let mut gathered = Gathered::new(&mut memory);
                let before = gathered.0.remaining() - room;
                gathered.0.put_bytes(0, before);
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
