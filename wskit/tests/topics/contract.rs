//! The contract, held against the adapter in memory and against one that is written as a user would.

mod memory {
    wskit::testing::contract::pubsub_contract!({
        let broker = wskit::topics::MemoryPubSub::new();
        move || broker.clone()
    });
}

/// The adapter of docs/topics.md: it overrides nothing but what it has to.
mod of_a_user {
    use wskit::{
        maybe_send::BoxFuture,
        topics::{AdapterError, Envelope, PubSub, PublishError, Published, Remote},
    };

    /// Everything goes to everybody through one channel.
    #[derive(Clone)]
    struct Channel {
        sender: tokio::sync::broadcast::Sender<String>,
        disposed: std::sync::Arc<tokio::sync::Notify>,
    }

    impl Channel {
        fn another(&self) -> Self {
            Self { sender: self.sender.clone(), disposed: std::sync::Arc::default() }
        }
    }

    impl PubSub for Channel {
        fn start(&self, remote: Remote) -> Result<(), AdapterError> {
            let (mut receiver, disposed) = (self.sender.subscribe(), self.disposed.clone());
            tokio::spawn(async move {
                loop {
                    tokio::select! {
                        biased;
                        () = disposed.notified() => return,
                        Ok(envelope) = receiver.recv() => drop(remote.receive(envelope.as_bytes())),
                        else => return,
                    }
                }
            });
            Ok(())
        }

        fn publish<'a>(
            &'a self,
            envelope: &'a Envelope<'a>,
        ) -> BoxFuture<'a, Result<Published, PublishError>> {
            Box::pin(async move {
                let sent = self.sender.send(envelope.encode());
                sent.map(|_| Published::unknown()).map_err(|_| PublishError::Closed)
            })
        }

        fn dispose(&self) -> BoxFuture<'_, ()> {
            self.disposed.notify_one();
            Box::pin(std::future::ready(()))
        }
    }

    wskit::testing::contract::pubsub_contract!({
        let (sender, _) = tokio::sync::broadcast::channel(4096);
        let first = Channel { sender, disposed: std::sync::Arc::default() };
        move || first.another()
    });
}
