use std::{sync::Arc, time::Duration};

use tokio::sync::{
    Notify,
    broadcast::{self, error::RecvError},
};
use wskit::{
    maybe_send::BoxFuture,
    topics::{AdapterError, Envelope, Gap, PubSub, PublishError, Published, Remote},
};

/// Stands for whatever brings a text from one process to all others.
pub struct Wire {
    sender: broadcast::Sender<String>,
    disposed: Arc<Notify>,
}

impl Wire {
    pub fn new(sender: broadcast::Sender<String>) -> Self {
        Self { sender, disposed: Arc::default() }
    }
}

impl PubSub for Wire {
    fn start(&self, remote: Remote) -> Result<(), AdapterError> {
        let (mut receiver, disposed) = (self.sender.subscribe(), Arc::clone(&self.disposed));
        tokio::spawn(async move {
            loop {
                let next = tokio::select! {
                    biased;
                    () = disposed.notified() => return,
                    next = receiver.recv() => next,
                };
                match next {
                    Ok(text) => drop(remote.receive(text.as_bytes())),
                    Err(RecvError::Lagged(_)) => {
                        remote.gap(Gap { adapter: "wire", duration: Duration::ZERO });
                    }
                    Err(RecvError::Closed) => return,
                }
            }
        });
        Ok(())
    }

    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>> {
        let sent = self.sender.send(envelope.encode()).map_err(|_| PublishError::Closed);
        Box::pin(std::future::ready(sent.map(|_| Published::unknown())))
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        self.disposed.notify_one();
        Box::pin(std::future::ready(()))
    }
}
