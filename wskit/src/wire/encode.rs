//! How outgoing frames are written: exactly the keys of the protocol and no other.

use std::cell::Cell;

use serde::{Serialize, ser::Error as _};
use serde_json::Error;

use super::{CorrelationId, ERROR, Frame, HEARTBEAT_ACK, PROGRESS, RPC_ERROR, json};
use crate::{
    error::ErrorReply,
    message::Message,
    send_error::SendError,
    validate::{At, Issues, Validate, form::Write},
};

/// What every frame begins with.
#[derive(Clone, Copy)]
struct Head<'a> {
    wire_type: &'a str,
    timestamp: u64,
    correlation_id: Option<&'a CorrelationId>,
}

/// `{type, meta: {timestamp}, payload?}`
pub(crate) fn event_frame<M: Message>(message: &M, timestamp: u64) -> Result<Frame, SendError> {
    message_frame(message, timestamp, None)
}

/// `{type, meta: {timestamp, correlationId?}, payload?}`
pub(crate) fn reply_frame<M: Message>(
    response: &M,
    timestamp: u64,
    correlation_id: Option<&CorrelationId>,
) -> Result<Frame, SendError> {
    message_frame(response, timestamp, correlation_id)
}

fn message_frame<M: Message>(
    message: &M,
    timestamp: u64,
    correlation_id: Option<&CorrelationId>,
) -> Result<Frame, SendError> {
    validated(message)?;
    let head = Head { wire_type: M::TYPE, timestamp, correlation_id };
    write(head, M::HAS_PAYLOAD.then_some((",\"payload\":", message)))
}

/// `{type: "$ws:rpc-progress", meta: {timestamp, correlationId?}, data}`
pub(crate) fn progress_frame<P: Validate>(
    progress: &P,
    timestamp: u64,
    correlation_id: Option<&CorrelationId>,
) -> Result<Frame, SendError> {
    validated(progress)?;
    let head = Head { wire_type: PROGRESS, timestamp, correlation_id };
    write(head, Some((",\"data\":", &Write(progress))))
}

/// An `RPC_ERROR` that answers a request, or an `ERROR` that answers none.
pub(crate) fn error_frame(
    error: &ErrorReply,
    timestamp: u64,
    is_rpc: bool,
    correlation_id: Option<&CorrelationId>,
) -> Frame {
    let (wire_type, correlation_id) = if is_rpc { (RPC_ERROR, correlation_id) } else { (ERROR, None) };
    let head = Head { wire_type, timestamp, correlation_id };
    // An ErrorReply holds nothing but strings, numbers and JSON values, none of which can fail to be written.
    write(head, Some((",\"payload\":", error))).unwrap_or_else(|_| Frame::from("{}"))
}

/// `{type: "__heartbeat_ack", meta: {ts}}`
pub(crate) fn heartbeat_ack(timestamp: u64) -> Frame {
    format!(r#"{{"type":"{HEARTBEAT_ACK}","meta":{{"ts":{timestamp}}}}}"#).into()
}

fn validated<T: Validate>(value: &T) -> Result<(), SendError> {
    let mut issues = Issues::default();
    value.validate(At::root("payload"), &mut issues);
    Ok(issues.into_result()?)
}

thread_local! {
    /// Where a frame is written before its length is known.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A buffer that has grown beyond this many bytes is not kept.
const MAX_KEPT: usize = 64 * 1024;

/// Writes a frame, its body under the given key: into a buffer that is there already, and from it into one allocation of
/// the right size.
fn write<T: Serialize>(head: Head<'_>, body: Option<(&str, &T)>) -> Result<Frame, SendError> {
    // Taken, not borrowed: writing runs a user's own Serialize, which may send something itself.
    let mut buffer = BUFFER.take();
    buffer.clear();
    let written = write_into(&mut buffer, head, body);
    let frame = written.and_then(|()| std::str::from_utf8(&buffer).map(Frame::from).map_err(Error::custom));
    if buffer.capacity() <= MAX_KEPT {
        BUFFER.set(buffer);
    }
    Ok(frame?)
}

/// The keys stand here as they are on the wire, so that nobody has to look whether they need escaping.
fn write_into<T: Serialize>(
    out: &mut Vec<u8>,
    head: Head<'_>,
    body: Option<(&str, &T)>,
) -> Result<(), Error> {
    out.extend_from_slice(b"{\"type\":");
    json::write_text(out, head.wire_type)?;
    out.extend_from_slice(b",\"meta\":{\"timestamp\":");
    json::write(out, &head.timestamp)?;
    if let Some(id) = head.correlation_id {
        out.extend_from_slice(b",\"correlationId\":");
        json::write_text(out, id.as_str())?;
    }
    out.push(b'}');
    if let Some((key, body)) = body {
        out.extend_from_slice(key.as_bytes());
        json::write(out, body)?;
    }
    out.push(b'}');
    Ok(())
}
