//! Frames that go out in one write.

use std::mem::MaybeUninit;

use bytes::BufMut;
use tokio::io::ReadBuf;
use tokio_tungstenite::tungstenite::protocol::frame::{
    FrameHeader,
    coding::{Data, OpCode},
};

/// Room for frames that go out in one write. It is meant for the stack, which is in the cache: of a thousand connections
/// none has a buffer of its own there when its turn comes.
pub(super) type Memory = [MaybeUninit<u8>; 8 * 1024];

pub(super) const MEMORY: Memory = [const { MaybeUninit::uninit() }; 8 * 1024];

/// Frames of a server, one after another.
pub(super) struct Gathered<'a>(ReadBuf<'a>);

impl<'a> Gathered<'a> {
    pub(super) fn new(memory: &'a mut Memory) -> Self {
        Self(ReadBuf::uninit(memory))
    }

    /// Adds a text as one frame. False, and nothing done, where there is no room for it.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let header = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        header.len(length) + text.len() <= self.0.remaining()
            && header.format(length, &mut (&mut self.0).writer()).is_ok()
            && {
                self.0.put_slice(text.as_bytes());
                true
            }
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
                let Some((_, length)) = FrameHeader::parse(&mut added).unwrap() else {
                    assert!(!is_added && gathered.bytes().len() == before, "room {room}, size {size}");
                    continue;
                };
                let start = before + usize::try_from(added.position()).unwrap();
                assert_eq!((is_added, length), (true, size as u64), "room {room}, size {size}");
                assert_eq!(&gathered.bytes()[start..], text.as_bytes());
            }
        }
    }
}
