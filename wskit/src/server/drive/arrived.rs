//! What has arrived, cut into frames.

use std::{io::Cursor, mem::MaybeUninit, ops::Range};

use tokio::io::ReadBuf;
use tokio_tungstenite::tungstenite::protocol::frame::{FrameHeader, coding::OpCode};

use super::gathered::FINAL_TEXT;

/// Room for what is read from a stream. It is meant for the stack, as that of frames that go out is.
pub(super) type Memory = [MaybeUninit<u8>; 8 * 1024];

pub(super) const MEMORY: Memory = [const { MaybeUninit::uninit() }; 8 * 1024];

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
    max: usize,
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
        Self { max, in_message: false }
    }

    pub(super) fn cut(&mut self, arrived: &mut Arrived<'_>) -> Cut {
        let capacity = arrived.bytes.capacity();
        let bytes = &mut arrived.bytes.filled_mut()[arrived.taken..];
        if !self.in_message
            && let Some((text, mask)) = small_text(bytes)
            && text.len() <= self.max
            && text.end <= capacity
        {
            let Some(masked) = bytes.get_mut(text.clone()) else { return Cut::Part };
            unmask(masked, mask);
            return Cut::Text(text);
        }
        let mut rest = Cursor::new(&*bytes);
        match FrameHeader::parse(&mut rest) {
            Ok(Some((header, length))) => {
                if let OpCode::Data(_) = header.opcode {
                    self.in_message = !header.is_final;
                }
                Cut::Other(rest.position().saturating_add(length))
            }
            Ok(None) => Cut::Part,
            Err(_) => Cut::Other(u64::MAX),
        }
    }
}

/// Where the text of a frame is, and its mask (RFC 6455 section 5.2), if it is a frame as most are: a whole message of text,
/// masked, its length in at most 16 bits.
fn small_text(bytes: &[u8]) -> Option<(Range<usize>, [u8; 4])> {
    const MASKED: u8 = 0x80;
    let (&[FINAL_TEXT, second], rest) = bytes.split_first_chunk()? else { return None };
    let (length, rest) = match second.checked_sub(MASKED)? {
        127 => return None,
        126 => {
            let (length, rest) = rest.split_first_chunk()?;
            (u16::from_be_bytes(*length), rest)
        }
        length => (u16::from(length), rest),
    };
    let (mask, rest) = rest.split_first_chunk()?;
    let start = bytes.len() - rest.len();
    Some((start..start + usize::from(length), *mask))
}

/// RFC 6455 section 5.3.
fn unmask(bytes: &mut [u8], mask: [u8; 4]) {
    let (words, rest) = bytes.as_chunks_mut();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(mask)).to_ne_bytes();
    }
    rest.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
}
