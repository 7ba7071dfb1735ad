//! A broadcast without a toolkit, a queue or a task that is woken: what the system itself takes for it.

use std::{
    collections::HashMap,
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use socket2::{SockRef, Socket};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::frame::{
    FrameHeader,
    coding::{Data, OpCode},
};

/// The sockets of all who want to hear.
#[derive(Clone, Default)]
pub(super) struct Everyone(Arc<Mutex<Sockets>>);

#[derive(Default)]
struct Sockets {
    open: HashMap<u64, Socket>,
    next: u64,
}

/// A place among those who hear; gives it up when it is dropped.
pub(super) struct Seat {
    everyone: Everyone,
    number: u64,
}

impl Everyone {
    pub(super) fn seat(&self, stream: &TcpStream) -> io::Result<Seat> {
        let socket = SockRef::from(stream).try_clone()?;
        let mut sockets = self.lock();
        let number = sockets.next;
        sockets.next += 1;
        sockets.open.insert(number, socket);
        Ok(Seat { everyone: self.clone(), number })
    }

    /// One write on each socket. One that takes less than all of it is not written to any more.
    pub(super) fn write(&self, frames: &[u8]) {
        self.lock().open.retain(|_, socket| socket.write_all(frames).is_ok());
    }

    fn lock(&self) -> MutexGuard<'_, Sockets> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.everyone.lock().open.remove(&self.number);
    }
}

/// Adds a text as a frame of a server.
pub(super) fn add_frame(frames: &mut Vec<u8>, text: &str) -> anyhow::Result<()> {
    let header = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
    header.format(text.len() as u64, frames)?;
    frames.extend_from_slice(text.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use tokio::{io::AsyncReadExt, net::TcpListener};

    use super::*;

    #[tokio::test]
    async fn a_broadcast_goes_to_those_who_have_a_seat() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (mut client, (server, _)) = (client.expect("a client"), accepted.expect("its connection"));
        let everyone = Everyone::default();
        let seat = everyone.seat(&server).expect("a seat");
        let mut frames = Vec::new();
        add_frame(&mut frames, "hi").expect("a frame");
        everyone.write(&frames);
        drop(seat);
        everyone.write(&frames);
        drop(server);
        let mut heard = Vec::new();
        client.read_to_end(&mut heard).await.expect("the end of the connection");
        assert_eq!(heard, [0x81, 2, b'h', b'i']);
    }
}
