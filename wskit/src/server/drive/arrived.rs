//! What has arrived, cut into frames.

use std::{io::Cursor, ops::Range};

use tokio::io::ReadBuf;
use tokio_tungstenite::tungstenite::protocol::frame::{
    FrameHeader,
    coding::{Data, OpCode},
};

use super::gathered::Memory;

/// What was read from a stream, in memory that is meant for the stack, as that of frames that go out is.
pub(super) struct Arrived<'a> {
    bytes: ReadBuf<'a>,
    /// How much of it is done with.
    taken: usize,
}

/// What comes next of what has arrived.
pub(super) enum Cut {
    /// A message of one frame, whose text is there, without its mask.
    Text(Range<usize>),
    /// Something else, so many bytes long: the transport's protocol knows what to do with it.
    Other(u64),
    /// A frame of which more has to arrive.
    Part,
}

/// Where one message of a client ends and another begins.
pub(super) struct Cutter {
    /// The longest text that is taken out.
    max: u64,
    /// A message has begun that more frames belong to.
    in_message: bool,
}

impl<'a> Arrived<'a> {
    pub(super) fn new(memory: &'a mut Memory) -> Self {
        Self { bytes: ReadBuf::uninit(memory), taken: 0 }
    }

    /// Room for more, which is there as long as what is left is less than all of the memory.
    pub(super) fn room(&mut self) -> &mut ReadBuf<'a> {
        let left = self.taken..self.bytes.filled().len();
        if self.taken > 0 {
            let length = left.len();
            self.bytes.filled_mut().copy_within(left, 0);
            self.bytes.set_filled(length);
            self.taken = 0;
        }
        &mut self.bytes
    }

    pub(super) fn left(&self) -> &[u8] {
        &self.bytes.filled()[self.taken..]
    }

    /// Nothing is left.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.taken = 0;
    }

    /// The bytes of a text that was [cut](Cutter::cut), which are done with.
    pub(super) fn take(&mut self, text: Range<usize>) -> &[u8] {
        let left = self.taken;
        self.taken += text.end;
        &self.bytes.filled()[left + text.start..left + text.end]
    }
}

impl Cutter {
    pub(super) fn new(max: usize) -> Self {
        Self { max: u64::try_from(max).unwrap_or(u64::MAX), in_message: false }
    }

    pub(super) fn cut(&mut self, arrived: &mut Arrived<'_>) -> Cut {
        let capacity = arrived.bytes.capacity();
        let bytes = &mut arrived.bytes.filled_mut()[arrived.taken..];
        let mut rest = Cursor::new(&*bytes);
        let Ok(header) = FrameHeader::parse(&mut rest) else { return Cut::Other(u64::MAX) };
        let Some((header, length)) = header else { return Cut::Part };
        let start = rest.position();
        let end = start.saturating_add(length);
        if let FrameHeader {
            is_final: true,
            rsv1: false,
            rsv2: false,
            rsv3: false,
            opcode: OpCode::Data(Data::Text),
            mask: Some(mask),
        } = header
            && !self.in_message
            && length <= self.max
            && let (Ok(start), Ok(end)) = (usize::try_from(start), usize::try_from(end))
            && end <= capacity
        {
            let Some(text) = bytes.get_mut(start..end) else { return Cut::Part };
            unmask(text, mask);
            return Cut::Text(start..end);
        }
        if let OpCode::Data(_) = header.opcode {
            self.in_message = !header.is_final;
        }
        Cut::Other(end)
    }
}

/// RFC 6455 section 5.3.
fn unmask(bytes: &mut [u8], mask: [u8; 4]) {
    let (words, rest) = bytes.as_chunks_mut();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(mask)).to_ne_bytes();
    }
    rest.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
}
