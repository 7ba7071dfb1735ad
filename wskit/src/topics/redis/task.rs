//! The task that owns the connection.

use std::{sync::Arc, time::Duration};

use redis::{Pipeline, RedisError, RedisResult, aio::MultiplexedConnection};
use tokio::{
    sync::mpsc,
    time::{Instant, Interval, MissedTickBehavior, interval, sleep},
};

use super::{AdapterError, Done, Job, Remote, Shared, link::Connected};
use crate::topics::Gap;

/// How many messages go to Redis at once.
const BATCH: usize = 512;
/// How often Redis is asked whether it is there.
const TICK: Duration = Duration::from_millis(500);
/// How long until the next attempt: at first, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(500));
/// A broker that is back is found within two seconds, also by who has just begun an attempt in vain.
const _: () = assert!(PAUSE.1.as_millis() + super::link::TIMEOUT.as_millis() < 2000);

/// Why a connection is not served any more.
enum End {
    Lost(String),
    Stopped,
}

struct Task {
    shared: Arc<Shared>,
    remote: Remote,
    queue: mpsc::UnboundedReceiver<Job>,
    lost_at: Option<Instant>,
    ticks: u64,
}

/// Connects, serves and connects again until the adapter is gone.
pub(super) async fn run(shared: Arc<Shared>, remote: Remote, queue: mpsc::UnboundedReceiver<Job>) {
    let mut task = Task { shared, remote, queue, lost_at: None, ticks: 0 };
    let mut pause = PAUSE.0;
    loop {
        let end = match task.shared.connect(&task.remote).await {
            Ok(connected) => {
                pause = PAUSE.0;
                task.report_gap();
                task.serve(connected).await
            }
            Err(error) => End::Lost(error.to_string()),
        };
        match end {
            End::Stopped => break,
            End::Lost(cause) => task.note_loss(&cause),
        }
        if task.give_up_waiting().is_err() {
            break;
        }
        sleep(pause).await;
        pause = (pause * 2).min(PAUSE.1);
    }
    task.shared.book().down();
}

impl Task {
    async fn serve(&mut self, connected: Connected) -> End {
        let Connected { mut connection, lost } = connected;
        let mut tick = ticks();
        loop {
            let done = tokio::select! {
                () = lost.notified() => return End::Lost("the connection was closed".to_owned()),
                job = self.queue.recv() => match job {
                    Some(job) => self.carry_out(&mut connection, job).await,
                    None => return End::Stopped,
                },
                _ = tick.tick() => self.look_after(&mut connection).await,
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// Does a job and what waits behind it. Messages that follow each other go to Redis at once.
    async fn carry_out(&mut self, connection: &mut MultiplexedConnection, first: Job) -> Result<(), End> {
        let mut messages = redis::pipe();
        let mut next = Some(first);
        while let Some(job) = next.take() {
            match job {
                Job::Publish(message) => {
                    messages.publish(&message.to, &message.envelope).ignore();
                }
                Job::Change { topics, subscribe, done } => {
                    flush(connection, &mut messages).await?;
                    self.change(connection, &topics, subscribe, done).await?;
                }
                Job::Stop { done } => {
                    flush(connection, &mut messages).await?;
                    self.end(connection).await;
                    let _ = done.send(());
                    return Err(End::Stopped);
                }
            }
            if messages.len() < BATCH {
                next = self.queue.try_recv().ok();
            }
        }
        flush(connection, &mut messages).await
    }

    async fn change(
        &self,
        connection: &mut MultiplexedConnection,
        topics: &[String],
        subscribe: bool,
        done: Done,
    ) -> Result<(), End> {
        match self.shared.tell(connection, topics, subscribe).await {
            Ok(()) => {
                let _ = done.send(Ok(()));
                Ok(())
            }
            Err(error) if is_loss(&error) => Err(End::Lost(error.to_string())),
            Err(refused) => {
                self.shared.book().want(topics, !subscribe);
                let _ = done.send(Err(AdapterError::new(refused)));
                Ok(())
            }
        }
    }

    /// Asks whether Redis is there, and tells it who is.
    async fn look_after(&mut self, connection: &mut MultiplexedConnection) -> Result<(), End> {
        unless_lost(redis::cmd("PING").query_async::<()>(connection).await)?;
        self.ticks += 1;
        unless_lost(self.shared.announce(connection, &self.remote, self.ticks).await)
    }

    async fn end(&self, connection: &mut MultiplexedConnection) {
        let subscribed = self.shared.book().confirmed();
        if !subscribed.is_empty()
            && let Err(error) = self.shared.tell(connection, &subscribed, false).await
        {
            tracing::debug!(%error, "Redis was left without a word");
        }
        self.shared.withdraw(connection, &self.remote).await;
    }

    fn note_loss(&mut self, cause: &str) {
        self.shared.book().down();
        if self.lost_at.is_none() {
            tracing::warn!(cause, "Redis cannot be reached; topics go on within this instance");
            self.lost_at = Some(Instant::now());
        }
    }

    fn report_gap(&mut self) {
        if let Some(lost_at) = self.lost_at.take() {
            self.remote.gap(Gap { adapter: "redis", duration: lost_at.elapsed() });
        }
    }

    /// Drops messages that wait, and tells nobody else to: who waits for a change learns that it is written down.
    fn give_up_waiting(&mut self) -> Result<(), ()> {
        loop {
            match self.queue.try_recv() {
                Ok(Job::Publish(_) | Job::Change { .. }) => {}
                Ok(Job::Stop { done }) => {
                    let _ = done.send(());
                    return Err(());
                }
                Err(mpsc::error::TryRecvError::Empty) => return Ok(()),
                Err(mpsc::error::TryRecvError::Disconnected) => return Err(()),
            }
        }
    }
}

async fn flush(connection: &mut MultiplexedConnection, messages: &mut Pipeline) -> Result<(), End> {
    if messages.is_empty() {
        return Ok(());
    }
    let sent = messages.query_async::<()>(connection).await;
    messages.clear();
    unless_lost(sent)
}

/// What Redis refuses is logged and no reason to connect again.
fn unless_lost(result: RedisResult<()>) -> Result<(), End> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if is_loss(&error) => Err(End::Lost(error.to_string())),
        Err(refused) => {
            tracing::error!(error = %refused, "Redis refused a command");
            Ok(())
        }
    }
}

fn is_loss(error: &RedisError) -> bool {
    error.is_unrecoverable_error()
        || error.is_io_error()
        || error.is_timeout()
        || error.is_connection_dropped()
}

fn ticks() -> Interval {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
