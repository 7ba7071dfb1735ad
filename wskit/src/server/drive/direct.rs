//! Sending for a connection whose task sleeps.

use std::{collections::VecDeque, hint::black_box};

use tokio::{io::Interest, net::tcp::OwnedWriteHalf};

use super::gathered::Gathered;
use crate::{
    outbox::lend::{Direct, Sent},
    wire::Frame,
};

impl Direct for OwnedWriteHalf {
    fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent> {
        // Why it fails the connection's task finds out.
        send(queue, |bytes| self.try_write(bytes).unwrap_or_default())
    }

    fn read_ahead(&self) {
        // Asking whether it takes something goes the way that writing goes, up to the system.
        let _ = black_box(self.as_ref().try_io(Interest::WRITABLE, || Ok(())));
    }
}

/// Small frames from the front of a queue, in one write, which says how many bytes it has taken.
pub(super) fn send(queue: &VecDeque<Frame>, write: impl FnOnce(&[u8]) -> usize) -> Option<Sent> {
    let mut gathered = Gathered::new();
    let frames = queue.iter().take_while(|frame| gathered.add(frame.as_str())).count();
    let taken = if frames == 0 { 0 } else { write(gathered.bytes()) };
    (taken > 0).then(|| Sent { frames, rest: gathered.bytes()[taken..].to_vec() })
}
