//! The task that owns the connection. The client connects again and subscribes again by itself.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber};
use futures_util::StreamExt;
use tokio::{
    sync::{mpsc, oneshot},
    task::{AbortHandle, JoinSet},
    time::timeout,
};

use super::{AdapterError, Job, Remote, State};
use crate::topics::{Gap, jobs::Message};

pub(super) struct Settings {
    pub(super) server: ServerAddr,
    pub(super) prefix: String,
}

/// How long NATS may take to accept a connection, and to confirm a subscription: longer counts as away.
const TIMEOUT: Duration = Duration::from_secs(1);
/// How often it is asked whether it is there; two questions without an answer are a loss.
const PING: Duration = Duration::from_millis(500);
/// How long until the next attempt: so much more each time, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(500));
/// A broker that is back is found within two seconds, also by who has just begun an attempt in vain.
const _: () = assert!(PAUSE.1.as_millis() + TIMEOUT.as_millis() < 2000);
/// How many commands wait inside the client; everything else waits in our own queue, which is bounded in bytes.
const IN_CLIENT: usize = 16;

struct Task {
    client: Client,
    prefix: String,
    state: Arc<State>,
    remote: Remote,
    /// A subscription to a subject of our own, by which we know that NATS has read everything before.
    echo: Subscriber,
    echo_subject: String,
    echoes: u64,
    readers: HashMap<String, AbortHandle>,
    /// Topics to subscribe to when NATS is back.
    later: BTreeSet<String>,
    /// Ends every reader with the task.
    reading: JoinSet<()>,
}

/// Connects and does what is asked until the adapter is gone.
pub(super) async fn run(
    settings: Settings,
    state: Arc<State>,
    remote: Remote,
    mut queue: mpsc::UnboundedReceiver<Job>,
) {
    let mut stopped = None;
    match Task::begin(settings, Arc::clone(&state), remote).await {
        Ok(mut task) => {
            stopped = task.serve(&mut queue).await;
            task.end().await;
        }
        Err(error) => tracing::error!(%error, "topics are not carried: NATS cannot be used"),
    }
    state.lose();
    if let Some(done) = stopped {
        let _ = done.send(());
    }
}

impl Task {
    async fn begin(
        settings: Settings,
        state: Arc<State>,
        remote: Remote,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let Settings { server, prefix } = settings;
        let client = connect(server, Arc::clone(&state)).await?;
        state.begin(client.clone());
        let echo_subject = format!("{prefix}=echo.{}", remote.instance());
        let echo = client.subscribe(echo_subject.clone()).await?;
        Ok(Self {
            client,
            prefix,
            state,
            remote,
            echo,
            echo_subject,
            echoes: 0,
            readers: HashMap::new(),
            later: BTreeSet::new(),
            reading: JoinSet::new(),
        })
    }

    /// Does one job after another until it is told to stop; says whom to tell that it has.
    async fn serve(&mut self, queue: &mut mpsc::UnboundedReceiver<Job>) -> Option<oneshot::Sender<()>> {
        let state = Arc::clone(&self.state);
        loop {
            tokio::select! {
                () = state.regained() => {
                    self.catch_up().await;
                    self.report_gap().await;
                }
                job = queue.recv() => match job? {
                    Job::Publish(message) => self.publish(message).await,
                    Job::Change { topics, subscribe, done } => {
                        let _ = done.send(self.change(&topics, subscribe).await);
                    }
                    Job::Stop { done } => return Some(done),
                },
            }
        }
    }

    /// Hands a message over, unless NATS is away: the client would keep it, and everything behind it would wait.
    async fn publish(&mut self, mut message: Message) {
        if self.state.is_lost() {
            return;
        }
        let (subject, envelope) = (std::mem::take(&mut message.to), std::mem::take(&mut message.envelope));
        match timeout(TIMEOUT, self.client.publish(subject, envelope.into())).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "NATS refused a message"),
            Err(_) => tracing::debug!("NATS takes no message"),
        }
    }

    async fn change(&mut self, topics: &[String], subscribe: bool) -> Result<(), AdapterError> {
        for topic in topics {
            if subscribe {
                self.subscribe(topic).await?;
            } else {
                self.unsubscribe(topic);
            }
        }
        self.confirmed().await;
        Ok(())
    }

    async fn subscribe(&mut self, topic: &str) -> Result<(), AdapterError> {
        if self.readers.contains_key(topic) {
            return Ok(());
        }
        if self.state.is_lost() {
            self.later.insert(topic.to_owned());
            return Ok(());
        }
        let subject = format!("{}{}", self.prefix, topic.replace('.', "="));
        let messages = self.client.subscribe(subject).await.map_err(AdapterError::new)?;
        let reader = self.reading.spawn(read(messages, self.remote.clone()));
        self.readers.insert(topic.to_owned(), reader);
        self.state.confirm(topic, true);
        Ok(())
    }

    /// The subscription ends with its reader.
    fn unsubscribe(&mut self, topic: &str) {
        self.later.remove(topic);
        if let Some(reader) = self.readers.remove(topic) {
            reader.abort();
        }
        self.state.confirm(topic, false);
        // Tasks that have ended are kept until somebody looks.
        while self.reading.try_join_next().is_some() {}
    }

    /// Subscribes to what came while NATS was away.
    async fn catch_up(&mut self) {
        for topic in std::mem::take(&mut self.later) {
            if let Err(error) = self.subscribe(&topic).await {
                tracing::error!(topic, %error, "NATS refused a subscription");
            }
        }
    }

    /// Says that messages may have been lost, once NATS has read what is subscribed.
    async fn report_gap(&mut self) {
        self.confirmed().await;
        if let Some(since) = self.state.take_gap() {
            self.remote.gap(Gap { adapter: "nats", duration: since.elapsed() });
        }
    }

    /// Waits until NATS has read everything so far. When it does not answer, it is away, and the client will subscribe again.
    async fn confirmed(&mut self) {
        if self.state.is_lost() {
            return;
        }
        self.echoes += 1;
        let wanted = self.echoes.to_string();
        let echoed = async {
            self.client.publish(self.echo_subject.clone(), wanted.clone().into()).await.ok()?;
            // An echo that was waited for in vain may still come.
            while self.echo.next().await?.payload != wanted.as_bytes() {}
            Some(())
        };
        if timeout(TIMEOUT, echoed).await.is_err() {
            tracing::debug!("NATS did not confirm a change of subscriptions");
        }
    }

    async fn end(&mut self) {
        self.reading.shutdown().await;
        if let Err(error) = timeout(TIMEOUT, self.client.flush()).await {
            tracing::debug!(%error, "NATS was left without a word");
        }
        // Ends the client's own task; what it holds of ours ends with it.
        let _ = timeout(TIMEOUT, self.client.drain()).await;
    }
}

async fn connect(server: ServerAddr, state: Arc<State>) -> Result<Client, async_nats::ConnectError> {
    let mut options = ConnectOptions::new()
        .name("wskit")
        .connection_timeout(TIMEOUT)
        .ping_interval(PING)
        .client_capacity(IN_CLIENT)
        .max_reconnects(None)
        .retry_on_initial_connect()
        .reconnect_delay_callback(|attempts| {
            PAUSE.1.min(PAUSE.0 * u32::try_from(attempts).unwrap_or(u32::MAX).min(10))
        })
        .event_callback(move |event| {
            note(&event, &state);
            std::future::ready(())
        });
    if let (Some(user), Some(password)) = (server.username(), server.password()) {
        options = options.user_and_password(user.to_owned(), password.to_owned());
    }
    options.connect(server).await
}

fn note(event: &Event, state: &State) {
    match event {
        Event::Disconnected | Event::Closed => {
            state.lose();
            tracing::warn!("NATS cannot be reached; topics go on within this instance");
        }
        Event::Connected => state.regain(),
        other => tracing::debug!(event = %other, "NATS"),
    }
}

async fn read(mut messages: Subscriber, remote: Remote) {
    while let Some(message) = messages.next().await {
        // What is no envelope was logged.
        let _ = remote.receive(&message.payload);
    }
}
