//! One connection's task: moves frames between the socket and the session, without a channel in between.

mod arrived;
mod closing;
mod direct;
mod driving;
mod gathered;
mod heartbeat;
mod meter;
mod pipe;
mod socket;
mod wakers;

use std::{
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::tungstenite::{Error, Message, error::CapacityError};

use self::{
    arrived::{Arrived, MEMORY},
    closing::{Closing, LOST, answer_to, close_frame, theirs},
    gathered::Gathered,
    heartbeat::{Beat, Heartbeat},
    meter::WriteDeadline,
    socket::Incoming,
    wakers::Wakers,
};
pub(super) use self::{closing::turn_away, socket::Socket};
use crate::{
    Data, Limits,
    close::Close,
    limits::{LimitExceeded, LimitKind},
    outbox::{Outbox, Outgoing, lend::Lender},
    session::Session,
    woken::{Source, Woken},
};

/// How many frames are taken from one socket before others get their turn.
const READ_BATCH: usize = 64;

#[cfg(test)]
mod tests;

fn limits_of<D: Data>(session: &Session<D>) -> &Limits {
    session.connection().hub().limits()
}

/// Nothing more can be read.
struct Over;

/// One connection and its socket. What sending touches comes first, side by side, and what few messages touch is boxed: of a
/// thousand connections none is in the cache when its turn comes.
#[repr(C)]
pub(super) struct Driver<S, D> {
    outbox: Arc<Outbox>,
    wakers: Wakers,
    /// Set once either side has sent its close, or ours is held up by a peer that does not read.
    closing: Option<Box<Closing>>,
    write_deadline: WriteDeadline,
    /// A ping is to be sent.
    owes_ping: bool,
    /// The transport gave up on what the peer sends; what still comes is thrown away.
    deaf: bool,
    /// Others may send while the task sleeps.
    lends: bool,
    socket: Socket<S>,
    heartbeat: Option<Heartbeat>,
    session: Session<D>,
}

impl<S: AsyncRead + AsyncWrite + Unpin, D: Data> Driver<S, D> {
    pub(super) fn new(socket: Socket<S>, session: Session<D>) -> Self {
        Self {
            outbox: Arc::clone(session.connection().outbox()),
            wakers: Wakers::new(),
            closing: None,
            write_deadline: WriteDeadline::default(),
            owes_ping: false,
            deaf: false,
            lends: false,
            socket,
            heartbeat: Heartbeat::new(limits_of(&session)),
            session,
        }
    }

    /// Has others send while the task sleeps.
    pub(super) fn lending(mut self, lender: Lender) -> Self {
        self.outbox.set_lender(lender);
        self.lends = true;
        self
    }

    /// Handlers first, then what has arrived, then everything they sent in one write. Ready when the connection is over.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Close> {
        self.wakers.register(cx.waker(), &self.outbox);
        if self.lends {
            self.socket.go_on_with(self.outbox.take_back());
        }
        // Others could not send it, or not all of it.
        let has_to_send = !self.woken().any();
        if self.woken().has(Source::Session) {
            let _: Poll<_> = self.session.poll(&mut Context::from_waker(self.wakers.of(Source::Session)));
        }
        if self.socket.is_unflushed() {
            // Reading may have to write, an answer to a ping for example, and have waited for the same.
            self.woken().set(Source::Readable);
        }
        if self.woken().take(Source::Readable) && self.read().is_err() {
            return Poll::Ready(self.report());
        }
        if self.poll_dead().is_ready() {
            return Poll::Ready(self.give_up(Close::no_sign_of_life(), cx));
        }
        let is_left = !has_to_send && self.may_leave_sending() && self.outbox.leave_to_flusher(cx);
        let written = is_left
            || match self.poll_write(cx) {
                Poll::Ready(Err(_)) => return Poll::Ready(self.report()),
                written => written.is_ready(),
            };
        if self.poll_write_deadline(written, cx).is_ready() {
            return Poll::Ready(Close::slow_reader());
        }
        if let Some(closing) = &mut self.closing
            && closing.timeout.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(self.report());
        }
        // Reading stopped although more may have arrived, and what stopped it is over; or the session was called meanwhile,
        // by another thread, which saw that this one was awake.
        if self.woken().has(Source::Readable) && self.may_read() || self.woken().has(Source::Session) {
            cx.waker().wake_by_ref();
        }
        if !is_left && self.may_lend() {
            self.outbox.lend();
        }
        self.outbox.relieve_flusher();
        Poll::Pending
    }

    /// Others may send: nothing is under way.
    fn may_lend(&self) -> bool {
        self.lends && self.socket.is_idle()
    }

    /// Whether all that is to be sent is in the queue, and nothing waits for it to be gone: reading stops while too much is queued,
    /// and goes on once this task has sent it.
    fn may_leave_sending(&self) -> bool {
        self.may_lend() && !self.owes_ping && self.closing.is_none() && !self.woken().has(Source::Readable)
    }

    fn woken(&self) -> &Woken {
        self.outbox.woken()
    }

    /// Ready when the peer has given no sign of life. A connection that is closing has its own deadline.
    fn poll_dead(&mut self) -> Poll<()> {
        // Asking the timer costs more than all else here.
        if !self.woken().take(Source::Tick) || self.closing.is_some() {
            return Poll::Pending;
        }
        let is_read = self.may_read();
        let Some(heartbeat) = &mut self.heartbeat else { return Poll::Pending };
        let mut cx = Context::from_waker(self.wakers.of(Source::Tick));
        loop {
            match ready!(heartbeat.poll_beat(is_read, &mut cx)) {
                Beat::Ask => self.owes_ping = true,
                Beat::Dead => return Poll::Ready(()),
            }
        }
    }

    /// Ready when the peer takes nothing of what is to be sent.
    fn poll_write_deadline(&mut self, written: bool, cx: &mut Context<'_>) -> Poll<()> {
        if written || self.closing.is_some() {
            self.write_deadline.clear();
            return Poll::Pending;
        }
        let timeout = limits_of(&self.session).write_timeout;
        ready!(self.write_deadline.poll_passed(timeout, self.socket.stream(), cx));
        tracing::warn!(client = %self.session.connection().client_id(), "a client takes nothing of what it is sent");
        let millis = usize::try_from(timeout.as_millis()).unwrap_or(usize::MAX);
        let exceeded = LimitExceeded::new(LimitKind::Backpressure, millis, millis);
        self.session.connection().exceeded(exceeded);
        Poll::Ready(())
    }

    /// Says a close to a peer that is probably gone, without waiting for anything.
    fn give_up(&mut self, close: Close, cx: &mut Context<'_>) -> Close {
        if let Poll::Ready(Ok(())) = self.socket.poll_ready(cx)
            && self.socket.send_alone(Message::Close(close_frame(&close)), cx).is_ok()
        {
            let _: Poll<_> = self.socket.poll_flush(cx);
        }
        close
    }

    /// Hands over what has arrived.
    fn read(&mut self) -> Result<(), Over> {
        self.outbox.stay_awake();
        let mut memory = MEMORY;
        let mut arrived = Arrived::new(&mut memory);
        let read = self.read_into(&mut arrived);
        self.socket.keep(&mut arrived);
        read
    }

    fn read_into(&mut self, arrived: &mut Arrived<'_>) -> Result<(), Over> {
        for _ in 0..READ_BATCH {
            if self.deaf {
                // A socket dropped with unread bytes resets the connection, and the peer would never see our close.
                return if self.socket.poll_discard(self.wakers.of(Source::Readable)).is_ready() {
                    Err(Over)
                } else {
                    Ok(())
                };
            }
            if !self.may_read() {
                break;
            }
            let Poll::Ready(next) = self.socket.poll_message(arrived, self.wakers.of(Source::Readable))
            else {
                return Ok(());
            };
            self.take_in(next.ok_or(Over)?)?;
        }
        self.woken().set(Source::Readable);
        Ok(())
    }

    fn take_in(&mut self, read: Result<Incoming<'_>, Error>) -> Result<(), Over> {
        if let Some(heartbeat) = &mut self.heartbeat {
            heartbeat.hear();
        }
        match read {
            Ok(Incoming::Text(text)) => self.receive(text),
            Ok(Incoming::Message(message)) => self.take_in_message(message),
            Err(error) => {
                let close = answer_to(&error).ok_or(Over)?;
                self.note_too_large(&error);
                self.session.close(close);
                self.deaf = true;
            }
        }
        Ok(())
    }

    fn receive(&mut self, text: &str) {
        self.session.receive(text, &mut Context::from_waker(self.wakers.of(Source::Session)));
    }

    fn take_in_message(&mut self, message: Message) {
        match message {
            Message::Text(text) => self.receive(&text),
            Message::Binary(bytes) => {
                let mut cx = Context::from_waker(self.wakers.of(Source::Session));
                self.session.receive_bytes(&bytes, &mut cx);
            }
            // Reading on sends the answer and ends the stream.
            Message::Close(frame) => self.start_closing(|| theirs(frame)),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
    }

    /// Once a connection is closing its peer's close is looked for, and what comes before it is dropped.
    fn may_read(&self) -> bool {
        self.closing.is_some() || self.session.wants_input()
    }

    fn note_too_large(&self, error: &Error) {
        if let Error::Capacity(CapacityError::MessageTooLong { size, max_size }) = error {
            let exceeded = LimitExceeded::new(LimitKind::Payload, *size, *max_size);
            self.session.connection().exceeded(exceeded);
        }
    }

    /// Ready when everything is written, or nothing more can be.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut gathered = Gathered::new();
        while self.closing.as_ref().is_none_or(|closing| !closing.shaken) {
            let Poll::Ready(ready) = self.socket.poll_ready(cx) else {
                if self.closing.is_none()
                    && let Poll::Ready(close) = self.session.poll_closing(cx)
                {
                    // What is queued before the close has to go out in time too, or a peer that never reads is kept for ever.
                    self.set_closing(close, false);
                }
                break;
            };
            let is_left = !self.socket.may_gather()
                || self.outbox.poll_take(cx, |frame| gathered.add(frame.as_str())).is_ready();
            ready?;
            if std::mem::take(&mut self.owes_ping) {
                self.socket.send(Message::Ping(bytes::Bytes::new()), &mut gathered, cx)?;
                continue;
            }
            if !is_left {
                break;
            }
            match self.outbox.poll_pop(cx) {
                Poll::Ready(Outgoing::Frame(frame)) => self.socket.send_text(frame, &mut gathered, cx)?,
                Poll::Ready(Outgoing::Close(close)) => {
                    let frame = close_frame(&close);
                    self.set_closing(close, true);
                    self.socket.send(Message::Close(frame), &mut gathered, cx)?;
                }
                Poll::Pending => break,
            }
        }
        self.socket.write(&mut gathered, cx)?;
        self.socket.poll_flush(cx)
    }

    fn set_closing(&mut self, report: Close, shaken: bool) {
        let timeout = limits_of(&self.session).close_timeout;
        self.closing = Some(Box::new(Closing::new(report, shaken, timeout)));
    }

    fn start_closing(&mut self, report: impl FnOnce() -> Close) {
        if self.closing.as_ref().is_none_or(|closing| !closing.shaken) {
            self.set_closing(report(), true);
        }
    }

    /// How the connection ended: with the close that was sent first, or without one.
    fn report(&mut self) -> Close {
        self.closing.take().map_or_else(|| Close::new(LOST, "connection lost"), |closing| closing.report)
    }
}
