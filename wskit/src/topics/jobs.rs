//! What waits for the task of a broker: in order, and bounded in bytes.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{mpsc, oneshot};

use super::{AdapterError, PublishError};

/// Something to do on the connection to a broker.
pub(super) enum Job {
    Publish(Message),
    Change { topics: Vec<String>, subscribe: bool, done: Done },
    Stop { done: oneshot::Sender<()> },
}

/// Told how a change went; dropped when it is made later, because the broker is away.
pub(super) type Done = oneshot::Sender<Result<(), AdapterError>>;

/// A message on its way to a broker; it counts as waiting until it is dropped.
pub(super) struct Message {
    /// The channel or subject.
    pub(super) to: String,
    pub(super) envelope: String,
    size: usize,
    waiting: Arc<AtomicUsize>,
}

/// The end that jobs are put into. Once it is gone the task has nothing more to do.
pub(super) struct Jobs {
    sender: mpsc::UnboundedSender<Job>,
    waiting: Arc<AtomicUsize>,
}

/// How many bytes may wait while the broker takes none.
const MAX_WAITING: usize = 4 * 1024 * 1024;
/// What a waiting message takes besides its text.
const OVERHEAD: usize = 128;

impl Jobs {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Job>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self { sender, waiting: Arc::default() }, receiver)
    }

    pub(super) fn publish(&self, to: String, envelope: String) -> Result<(), PublishError> {
        let size = to.len() + envelope.len() + OVERHEAD;
        let message = Message { to, envelope, size, waiting: Arc::clone(&self.waiting) };
        // Counted before it is looked at: dropping the message takes it back.
        if self.waiting.fetch_add(size, Ordering::Relaxed) > MAX_WAITING {
            return Err(PublishError::Backpressure);
        }
        self.sender.send(Job::Publish(message)).map_err(|_| PublishError::Closed)
    }

    /// Has a change made. A task that has ended drops the job and with it `done`, which is an answer too.
    pub(super) fn change(&self, topics: Vec<String>, subscribe: bool, done: Done) {
        let _ = self.sender.send(Job::Change { topics, subscribe, done });
    }

    /// Lets the task end after what waits, and waits for that.
    pub(super) async fn stop(&self) {
        let (done, is_done) = oneshot::channel();
        let _ = self.sender.send(Job::Stop { done });
        // The task may have ended before it could say so.
        let _ = is_done.await;
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        self.waiting.fetch_sub(self.size, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_much_waits_and_no_more() {
        let (jobs, mut queue) = Jobs::new();
        let publish = || jobs.publish("to".into(), "x".repeat(1024 * 1024));
        for _ in 0..4 {
            publish().unwrap();
        }
        assert!(matches!(publish(), Err(PublishError::Backpressure)));
        drop(queue.try_recv());
        publish().unwrap();
        drop(queue);
        assert_eq!(jobs.waiting.load(Ordering::Relaxed), 0);
        assert!(matches!(publish(), Err(PublishError::Closed)));
    }
}
