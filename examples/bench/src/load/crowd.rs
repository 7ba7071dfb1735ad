//! All connections, and the one place that waits for them.

use std::{io::ErrorKind, time::Duration};

use anyhow::{Context, Result, ensure};
use mio::{Events, Interest, Poll, Token};

use super::{Args, Dialect, connection::Connection, handshake::Opening};

/// As much of a socket as is read at once.
const BUFFER: usize = 64 * 1024;

/// All connections.
pub(super) struct Crowd {
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
    pub(super) connections: Vec<Connection>,
}

impl Crowd {
    /// Opens them one after another; `prepare` may talk to the server before the next.
    pub(super) fn open(args: &Args, prepare: impl Fn(&mut Opening) -> Result<()>) -> Result<Self> {
        ensure!(args.connections > 0, "at least one connection is needed");
        let mut crowd = Self {
            poll: Poll::new()?,
            events: Events::with_capacity(1024),
            buffer: vec![0; BUFFER],
            connections: Vec::with_capacity(args.connections),
        };
        for number in 0..args.connections {
            crowd
                .add(args.port, args.dialect, &prepare)
                .with_context(|| format!("connection {} of {}", number + 1, args.connections))?;
        }
        Ok(crowd)
    }

    fn add(
        &mut self,
        port: u16,
        dialect: Dialect,
        prepare: impl Fn(&mut Opening) -> Result<()>,
    ) -> Result<()> {
        let mut opening = Opening::open(port, dialect)?;
        prepare(&mut opening)?;
        let mut connection = Connection::new(opening, dialect)?;
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut connection.stream, Token(self.connections.len()), interest)?;
        self.connections.push(connection);
        Ok(())
    }

    /// Waits, at most so long, and hands over each connection that heard something, with how much that was.
    pub(super) fn turn(
        &mut self,
        wait: Duration,
        mut heard: impl FnMut(usize, &mut Connection, usize) -> Result<()>,
    ) -> Result<()> {
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            polled => polled?,
        }
        for event in &self.events {
            let index = event.token().0;
            let Some(connection) = self.connections.get_mut(index) else { continue };
            if event.is_writable() {
                connection.resume()?;
            }
            if event.is_readable() {
                let messages = connection.read(&mut self.buffer)?;
                if messages > 0 {
                    heard(index, connection, messages)?;
                }
            }
        }
        Ok(())
    }
}
