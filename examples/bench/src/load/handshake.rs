//! From nothing to a connection on which requests can be made.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};

use super::{
    Dialect,
    dialect::Heard,
    frame::{self, Frame},
};

/// A server that says nothing for so long in a handshake has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection that is read and written in turns.
pub(super) struct Opening {
    stream: TcpStream,
    arrived: Vec<u8>,
    dialect: Dialect,
}

impl Opening {
    /// Connects, upgrades, and does what the protocol wants before the first request.
    pub(super) fn open(port: u16, dialect: Dialect) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).with_context(|| {
            format!("cannot connect to port {port}; if it is files that have run out, raise `ulimit -n`")
        })?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut opening = Self { stream, arrived: Vec::new(), dialect };
        opening.upgrade(port)?;
        if dialect == Dialect::Socketio {
            opening.join_namespace()?;
        }
        Ok(opening)
    }

    fn upgrade(&mut self, port: u16) -> Result<()> {
        let path = self.dialect.path();
        write!(
            self.stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )?;
        loop {
            if let Some(end) = self.arrived.windows(4).position(|window| window == b"\r\n\r\n") {
                let head: Vec<u8> = self.arrived.drain(..end + 4).collect();
                let line = String::from_utf8_lossy(&head).lines().next().unwrap_or_default().to_owned();
                ensure!(line.starts_with("HTTP/1.1 101"), "the server does not upgrade: {line}");
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// engine.io opens the connection, then Socket.IO the namespace. In between a server may ping, which `message`
    /// answers: taking that for the namespace would put one more request in flight than was asked for.
    fn join_namespace(&mut self) -> Result<()> {
        let open = self.message()?;
        ensure!(open.starts_with(b"0"), "engine.io does not open: {}", String::from_utf8_lossy(&open));
        let joined = self.ask(&frame::text("40"))?;
        ensure!(joined.starts_with(b"40"), "no namespace: {}", String::from_utf8_lossy(&joined));
        Ok(())
    }

    /// Sends a frame and waits for what answers it.
    pub(super) fn ask(&mut self, frame: &[u8]) -> Result<Vec<u8>> {
        self.stream.write_all(frame)?;
        self.message()
    }

    /// The next message that is more than a sign of life.
    fn message(&mut self) -> Result<Vec<u8>> {
        loop {
            let mut rest = self.arrived.as_slice();
            let Some(frame) = frame::take(&mut rest)? else {
                self.fill()?;
                continue;
            };
            let (message, answer) = match frame {
                Frame::Message(message) => match self.dialect.heard(message) {
                    Heard::Content => (Some(message.to_vec()), None),
                    Heard::Ping => (None, Some(Dialect::pong())),
                },
                Frame::Ping(payload) => (None, Some(frame::pong(payload))),
                Frame::Pong => (None, None),
                Frame::Close(code) => bail!("the server closed the connection, code {code:?}"),
            };
            let taken = self.arrived.len() - rest.len();
            self.arrived.drain(..taken);
            self.stream.write_all(answer.as_deref().unwrap_or_default())?;
            if let Some(message) = message {
                return Ok(message);
            }
        }
    }

    fn fill(&mut self) -> Result<()> {
        let mut buffer = [0; 4096];
        let length = self.stream.read(&mut buffer).context("waiting for the server in a handshake")?;
        ensure!(length > 0, "the server closed the connection in a handshake");
        self.arrived.extend(&buffer[..length]);
        Ok(())
    }

    /// The socket, and what has arrived on it and was not asked for.
    pub(super) fn into_parts(self) -> (TcpStream, Vec<u8>) {
        (self.stream, self.arrived)
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    /// Reads until what has arrived ends like this.
    fn expect(stream: &mut TcpStream, end: &[u8]) {
        let (mut arrived, mut byte) = (Vec::new(), [0]);
        while !arrived.ends_with(end) {
            stream.read_exact(&mut byte).expect("a client that goes on");
            arrived.push(byte[0]);
        }
    }

    fn say(stream: &mut TcpStream, text: &str) {
        let length = u8::try_from(text.len()).expect("a short text");
        stream.write_all(&[0x81, length]).expect("a client that listens");
        stream.write_all(text.as_bytes()).expect("a client that listens");
    }

    /// socketioxide pings at once, before it confirms the namespace.
    fn ping_first(listener: &TcpListener) {
        let (mut stream, _) = listener.accept().expect("a client");
        expect(&mut stream, b"\r\n\r\n");
        stream.write_all(b"HTTP/1.1 101 Switching Protocols\r\n\r\n").expect("a client that listens");
        say(&mut stream, r#"0{"sid":"1"}"#);
        say(&mut stream, "2");
        expect(&mut stream, &frame::text("40"));
        expect(&mut stream, &frame::text("3"));
        say(&mut stream, r#"40{"sid":"2"}"#);
        say(&mut stream, "late");
    }

    #[test]
    fn a_ping_is_not_taken_for_the_namespace() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        thread::scope(|scope| {
            scope.spawn(|| ping_first(&listener));
            let mut opening = Opening::open(port, Dialect::Socketio).expect("a handshake");
            assert_eq!(opening.message().expect("a message"), b"late");
        });
    }

    #[test]
    fn a_refusal_says_what_the_server_said() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        thread::scope(|scope| {
            scope.spawn(|| {
                let (mut stream, _) = listener.accept().expect("a client");
                expect(&mut stream, b"\r\n\r\n");
                stream.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").expect("a client that listens");
            });
            let error = Opening::open(port, Dialect::Wskit).err().expect("a refusal");
            assert_eq!(error.to_string(), "the server does not upgrade: HTTP/1.1 403 Forbidden");
        });
    }
}
