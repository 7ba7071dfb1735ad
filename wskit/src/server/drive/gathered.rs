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
        if text.len() > self.0.remaining().saturating_sub(header.len(length)) {
            return false;
        }
        let is_added = header.format(length, &mut (&mut self.0).writer()).is_ok();
        self.0.put_slice(text.as_bytes());
        is_added
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.filled()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
