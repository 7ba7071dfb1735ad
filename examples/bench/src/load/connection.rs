//! One connection of the crowd.

use std::{
    collections::VecDeque,
    io::{ErrorKind, Read, Write},
    time::Instant,
};

use anyhow::{Result, bail, ensure};
use mio::net::TcpStream;

use super::{
    Dialect,
    dialect::{Heard, TEXT},
    frame::{self, Frame},
    handshake::Opening,
};

/// A connection that never waits.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    dialect: Dialect,
    /// The beginning of a frame whose end has not arrived.
    partial: Vec<u8>,
    /// What the socket would not take yet.
    unsent: Vec<u8>,
    /// When each request that is not answered was sent, or was due.
    pub(super) asked: VecDeque<Instant>,
    /// How many requests were made.
    pub(super) requests: usize,
    /// Whether an answer was looked at: errors answered fast are no result.
    checked: bool,
}

impl Connection {
    pub(super) fn new(opening: Opening, dialect: Dialect) -> Result<Self> {
        let (stream, partial) = opening.into_parts();
        stream.set_nonblocking(true)?;
        Ok(Self {
            stream: TcpStream::from_std(stream),
            dialect,
            partial,
            unsent: Vec::new(),
            asked: VecDeque::new(),
            requests: 0,
            checked: false,
        })
    }

    /// Reads what has arrived; the number of messages that count.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut heard = 0;
        loop {
            let length = match self.stream.read(buffer) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(heard),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            heard += self.take(&buffer[..length])?;
            // A socket that gave less than it could has no more.
            if length < buffer.len() {
                return Ok(heard);
            }
        }
    }

    fn take(&mut self, arrived: &[u8]) -> Result<usize> {
        let mut partial = std::mem::take(&mut self.partial);
        if partial.is_empty() {
            let (heard, rest) = self.hear(arrived)?;
            self.partial.extend(rest);
            return Ok(heard);
        }
        partial.extend(arrived);
        let (heard, rest) = self.hear(&partial)?;
        let taken = partial.len() - rest.len();
        partial.drain(..taken);
        self.partial = partial;
        Ok(heard)
    }

    /// Counts the messages in what has arrived; what is behind them is returned.
    fn hear<'a>(&mut self, mut bytes: &'a [u8]) -> Result<(usize, &'a [u8])> {
        let mut heard = 0;
        while let Some(frame) = frame::take(&mut bytes)? {
            match frame {
                Frame::Message(message) => match self.dialect.heard(message) {
                    Heard::Content => {
                        self.check(message)?;
                        heard += 1;
                    }
                    Heard::Ping => self.send(&Dialect::pong())?,
                },
                Frame::Ping(payload) => self.send(&frame::pong(payload))?,
                Frame::Pong => {}
                Frame::Close(code) => bail!("the server closed a connection, code {code:?}"),
            }
        }
        Ok((heard, bytes))
    }

    /// The first answer on each connection has to be what was asked for.
    fn check(&mut self, message: &[u8]) -> Result<()> {
        if !self.checked {
            let text = TEXT.as_bytes();
            let found = message.windows(text.len()).any(|window| window == text);
            ensure!(found, "the server answers something else: {}", String::from_utf8_lossy(message));
            self.checked = true;
        }
        Ok(())
    }

    /// Sends what the socket takes and keeps the rest.
    pub(super) fn send(&mut self, bytes: &[u8]) -> Result<()> {
        if !self.unsent.is_empty() {
            self.unsent.extend(bytes);
            return Ok(());
        }
        let sent = write(&mut self.stream, bytes)?;
        self.unsent.extend(&bytes[sent..]);
        Ok(())
    }

    /// Sends what was kept.
    pub(super) fn resume(&mut self) -> Result<()> {
        if !self.unsent.is_empty() {
            let sent = write(&mut self.stream, &self.unsent)?;
            self.unsent.drain(..sent);
        }
        Ok(())
    }
}

/// How much of it a socket takes now.
fn write(stream: &mut TcpStream, bytes: &[u8]) -> Result<usize> {
    let mut sent = 0;
    while sent < bytes.len() {
        match stream.write(&bytes[sent..]) {
            Ok(length) => sent += length,
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(sent)
}
