//! How outgoing frames are written: exactly the keys of the protocol and no other.

use std::cell::Cell;

use serde::{Serialize, ser::Error as _};
use serde_json::Error;

use super::{CorrelationId, ERROR, Frame, HEARTBEAT_ACK, PROGRESS, RPC_ERROR};
use crate::{
    error::ErrorReply,
    message::Message,
    send_error::SendError,
    validate::{At, Issues, Validate, form::Write},
};

#[derive(Serialize)]
struct Outgoing<'a, T> {
    r#type: &'a str,
    meta: OutgoingMeta<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a T>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutgoingMeta<'a> {
    timestamp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<&'a CorrelationId>,
}

/// `{type, meta: {timestamp}, payload?}`
pub(crate) fn event_frame<M: Message>(message: &M, timestamp: u64) -> Result<Frame, SendError> {
    message_frame(message, OutgoingMeta { timestamp, correlation_id: None })
}

/// `{type, meta: {timestamp, correlationId?}, payload?}`
pub(crate) fn reply_frame<M: Message>(
    response: &M,
    timestamp: u64,
    correlation_id: Option<&CorrelationId>,
) -> Result<Frame, SendError> {
    message_frame(response, OutgoingMeta { timestamp, correlation_id })
}

fn message_frame<M: Message>(message: &M, meta: OutgoingMeta<'_>) -> Result<Frame, SendError> {
    validated(message)?;
    write(&Outgoing { r#type: M::TYPE, meta, payload: M::HAS_PAYLOAD.then_some(message) })
}

/// `{type: "$ws:rpc-progress", meta: {timestamp, correlationId?}, data}`
pub(crate) fn progress_frame<P: Validate>(
    progress: &P,
    timestamp: u64,
    correlation_id: Option<&CorrelationId>,
) -> Result<Frame, SendError> {
    #[derive(Serialize)]
    #[serde(bound = "P: Validate")]
    struct Progress<'a, P> {
        r#type: &'a str,
        meta: OutgoingMeta<'a>,
        data: Write<'a, P>,
    }
    validated(progress)?;
    write(&Progress {
        r#type: PROGRESS,
        meta: OutgoingMeta { timestamp, correlation_id },
        data: Write(progress),
    })
}

/// An `RPC_ERROR` that answers a request, or an `ERROR` that answers none.
pub(crate) fn error_frame(
    error: &ErrorReply,
    timestamp: u64,
    is_rpc: bool,
    correlation_id: Option<&CorrelationId>,
) -> Frame {
    let (wire_type, correlation_id) = if is_rpc { (RPC_ERROR, correlation_id) } else { (ERROR, None) };
    let meta = OutgoingMeta { timestamp, correlation_id };
    // An ErrorReply holds nothing but strings, numbers and JSON values, none of which can fail to be written.
    write(&Outgoing { r#type: wire_type, meta, payload: Some(error) }).unwrap_or_else(|_| Frame::from("{}"))
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

/// Writes a frame: into a buffer that is there already, and from it into one allocation of the right size.
fn write<T: Serialize>(frame: &T) -> Result<Frame, SendError> {
    // Taken, not borrowed: writing runs a user's own Serialize, which may send something itself.
    let mut buffer = BUFFER.take();
    buffer.clear();
    let written = serde_json::to_writer(&mut buffer, frame);
    let frame = written.and_then(|()| std::str::from_utf8(&buffer).map(Frame::from).map_err(Error::custom));
    if buffer.capacity() <= MAX_KEPT {
        BUFFER.set(buffer);
    }
    Ok(frame?)
}
