//! The end of a connection: which close is sent, how long it may take, and what is reported of it.

use std::{
    borrow::Cow,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::Sleep,
};
use tokio_tungstenite::tungstenite::{
    Error, Message,
    error::{CapacityError, ProtocolError},
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use super::{
    Socket,
    arrived::{Arrived, MEMORY},
};
use crate::close::Close;

/// The code of a connection that was lost without a close (RFC 6455 section 7.4.1); never on the wire.
pub(super) const LOST: u16 = 1006;
/// The code of a close frame without one (RFC 6455 section 7.4.1); never on the wire.
const NO_STATUS: u16 = 1005;

/// A connection on its way out.
pub(super) struct Closing {
    /// How the connection ended, for `on_close`.
    pub(super) report: Close,
    /// Whether a close frame has gone one of the two ways; nothing is sent after it.
    pub(super) shaken: bool,
    pub(super) timeout: Pin<Box<Sleep>>,
}

impl Closing {
    pub(super) fn new(report: Close, shaken: bool, timeout: Duration) -> Self {
        Self { report, shaken, timeout: Box::pin(tokio::time::sleep(timeout)) }
    }
}

/// The close that a peer sent.
pub(super) fn theirs(frame: Option<CloseFrame>) -> Close {
    frame.map_or(Close::new(NO_STATUS, ""), |frame| Close {
        code: frame.code.into(),
        reason: Cow::Owned(frame.reason.to_string()),
    })
}

/// The close that answers a breach of the transport's rules (RFC 6455 section 7.4.1); `None` when nobody is there to
/// read it.
pub(super) fn answer_to(error: &Error) -> Option<Close> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => Some(Close::too_big()),
        Error::Utf8(_) => Some(Close::new(1007, "not UTF-8")),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(breach) => Some(Close::new(1002, breach.to_string())),
        _ => None,
    }
}

/// A close frame; a code that must not stand on the wire is sent as a close without one.
pub(super) fn close_frame(close: &Close) -> Option<CloseFrame> {
    let code = CloseCode::from(close.code);
    code.is_allowed().then(|| CloseFrame { code, reason: close.reason.as_ref().into() })
}

/// Closes a socket that was accepted only to be told why it is not wanted, which an HTTP status would not tell a page.
pub(in crate::server) async fn turn_away<S>(mut socket: Socket<S>, close: Close, timeout: Duration)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut farewell = Some(Message::Close(close_frame(&close)));
    let parted = std::future::poll_fn(|cx| poll_part(&mut socket, &mut farewell, cx));
    // Whether the peer answered in time makes no difference: the socket is dropped next.
    let _ = tokio::time::timeout(timeout, parted).await;
}

/// Ready when the close is out and its answer has come, or neither will happen.
fn poll_part<S>(socket: &mut Socket<S>, farewell: &mut Option<Message>, cx: &mut Context<'_>) -> Poll<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if farewell.take().is_some_and(|close| socket.send_alone(close, cx).is_err()) {
        return Poll::Ready(());
    }
    if ready!(socket.poll_flush(cx)).is_err() {
        return Poll::Ready(());
    }
    let mut memory = MEMORY;
    let mut arrived = Arrived::new(&mut memory);
    while let Some(Ok(_)) = ready!(socket.poll_message(&mut arrived, cx.waker())) {}
    Poll::Ready(())
}
