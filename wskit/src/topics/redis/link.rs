//! One connection: how it is made, and what arrives on it.

use std::{sync::Arc, time::Duration};

use redis::{AsyncConnectionConfig, PushInfo, PushKind, RedisResult, Value, aio::MultiplexedConnection};
use tokio::sync::Notify;

use super::{Remote, Shared};

/// How long Redis may take to accept a connection, and to answer anything: longer counts as away.
pub(super) const TIMEOUT: Duration = Duration::from_secs(1);

/// A connection that everything wanted is subscribed on.
pub(super) struct Connected {
    pub(super) connection: MultiplexedConnection,
    /// Told when it is lost.
    pub(super) lost: Arc<Notify>,
}

impl Shared {
    pub(super) async fn connect(&self, remote: &Remote) -> RedisResult<Connected> {
        let lost = Arc::new(Notify::new());
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(TIMEOUT))
            .set_response_timeout(Some(TIMEOUT))
            .set_push_sender(receiver(remote.clone(), Arc::clone(&lost)));
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let wanted = self.book().up(connection.clone());
        for topics in wanted.chunks(MANY) {
            self.tell(&mut connection, topics, true).await?;
        }
        Ok(Connected { connection, lost })
    }

    /// Subscribes or unsubscribes on the connection.
    pub(super) async fn tell(
        &self,
        connection: &mut MultiplexedConnection,
        topics: &[String],
        subscribe: bool,
    ) -> RedisResult<()> {
        let channels: Vec<String> = topics.iter().map(|topic| self.channel(topic)).collect();
        if subscribe {
            connection.subscribe(channels).await?;
        } else {
            connection.unsubscribe(channels).await?;
        }
        self.book().confirm(topics, subscribe);
        Ok(())
    }
}

/// How many channels one command subscribes.
const MANY: usize = 512;

/// Delivers what arrives from within the connection's own task: it never waits, and nothing queues up in between.
fn receiver(remote: Remote, lost: Arc<Notify>) -> impl Fn(PushInfo) -> Result<(), ()> {
    move |push| {
        match (push.kind, push.data.as_slice()) {
            (PushKind::Message, [_, Value::BulkString(envelope)]) => {
                // What is no envelope was logged.
                let _ = remote.receive(envelope);
            }
            (PushKind::Disconnection, _) => lost.notify_one(),
            _ => {}
        }
        Ok(())
    }
}
