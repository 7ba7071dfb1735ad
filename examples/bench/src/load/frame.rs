//! WebSocket frames, as far as a load generator needs them.

use anyhow::{Result, bail};

/// A message that is complete, in one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// Text or binary.
    Message(&'a [u8]),
    Ping(&'a [u8]),
    Pong,
    /// With its code, if it has one.
    Close(Option<u16>),
}

/// Takes a frame off the front of what has arrived; `None` if it is not all there.
pub(super) fn take<'a>(bytes: &mut &'a [u8]) -> Result<Option<Frame<'a>>> {
    let Some((opcode, header, length)) = header(bytes)? else { return Ok(None) };
    let Some(payload) = header.checked_add(length).and_then(|end| bytes.get(header..end)) else {
        return Ok(None);
    };
    *bytes = &bytes[header + length..];
    Ok(Some(match opcode {
        1 | 2 => Frame::Message(payload),
        8 => Frame::Close(payload.first_chunk().copied().map(u16::from_be_bytes)),
        9 => Frame::Ping(payload),
        10 => Frame::Pong,
        other => bail!("the server sent a frame with opcode {other}"),
    }))
}

/// Opcode, length of the header, length of the payload.
fn header(bytes: &[u8]) -> Result<Option<(u8, usize, usize)>> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    if first & 0x80 == 0 || second & 0x80 != 0 {
        bail!("the server sent a message in pieces, or masked it; this generator reads neither");
    }
    let (header, length) = match second {
        126 => (4, rest.first_chunk().map(|length| u64::from(u16::from_be_bytes(*length)))),
        127 => (10, rest.first_chunk().map(|length| u64::from_be_bytes(*length))),
        length => (2, Some(u64::from(*length))),
    };
    let Some(length) = length else { return Ok(None) };
    Ok(Some((first & 0x0f, header, usize::try_from(length)?)))
}

/// A text frame as a client sends it. The mask is zero, so that masking costs nothing.
pub(super) fn text(payload: &str) -> Vec<u8> {
    masked(0x81, payload.as_bytes())
}

/// The answer to a ping.
pub(super) fn pong(payload: &[u8]) -> Vec<u8> {
    masked(0x8a, payload)
}

fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length @ ..126), _) => frame.push(0x80 | length),
        (_, Ok(length)) => {
            frame.push(0xfe);
            frame.extend(length.to_be_bytes());
        }
        _ => {
            frame.push(0xff);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_taken_once_they_are_complete() {
        let long = vec![b'x'; 300];
        let mut stream = vec![0x81, 2, b'h', b'i', 0x82, 126, 1, 44];
        stream.extend(&long);
        stream.extend([0x89, 1, b'p', 0x8a, 0, 0x88, 2, 3, 232, 0x88, 0]);
        let mut expected = vec![
            Frame::Message(b"hi"),
            Frame::Message(&long),
            Frame::Ping(b"p"),
            Frame::Pong,
            Frame::Close(Some(1000)),
            Frame::Close(None),
        ]
        .into_iter();
        let mut from = 0;
        for to in 0..=stream.len() {
            let mut rest = &stream[from..to];
            while let Some(frame) = take(&mut rest).expect("sound frames") {
                assert_eq!(Some(frame), expected.next());
            }
            from = to - rest.len();
        }
        assert_eq!((from, expected.next()), (stream.len(), None));
    }

    #[test]
    fn what_is_not_read_is_an_error() {
        for bytes in [[0x01, 0], [0x81, 0x80], [0x83, 0]] {
            take(&mut &bytes[..]).expect_err("neither pieces nor masks nor other opcodes");
        }
        let mut endless = &[0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255][..];
        assert_eq!(take(&mut endless).expect("a frame that never ends"), None);
    }

    #[test]
    fn what_is_sent_is_masked_with_zeros() {
        assert_eq!(text("hi"), [0x81, 0x82, 0, 0, 0, 0, b'h', b'i']);
        assert_eq!(text(&"x".repeat(300))[..8], [0x81, 0xfe, 1, 44, 0, 0, 0, 0]);
        assert_eq!(text(&"x".repeat(70_000))[..10], [0x81, 0xff, 0, 0, 0, 0, 0, 1, 17, 112]);
        assert_eq!(pong(b"p"), [0x8a, 0x81, 0, 0, 0, 0, b'p']);
    }
}
