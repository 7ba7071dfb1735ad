//! Topics by Kafka: one Kafka topic carries them all. Feature `kafka`.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    consumer::{Consumer, StreamConsumer},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    producer::{FutureProducer, FutureRecord, Producer},
};
use tokio::{
    sync::watch,
    task::spawn_blocking,
    time::{Instant, sleep},
};

use super::{AdapterError, Envelope, Gap, PubSub, PublishError, Published, Remote};
use crate::maybe_send::BoxFuture;

/// Carries topics over one topic of Kafka, with ours as the keys of messages.
///
/// Every instance reads everything from the moment it started, whoever listens here: Kafka suits few instances with much
/// to say to all. A broker that is away for a moment loses nothing, since Kafka keeps a log; what it does not take within
/// five seconds is dropped and logged. When Kafka can be reached again, `on_gap` runs. It cannot tell who is in a topic on
/// other instances. Partitions that are added later are read after a restart.
///
/// ```no_run
/// use wskit::{Router, topics::KafkaPubSub};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let kafka = KafkaPubSub::new("127.0.0.1:9092", "chat")?;
/// let router = Router::<()>::new().pubsub(kafka);
/// # Ok(()) }
/// ```
pub struct KafkaPubSub {
    settings: ClientConfig,
    topic: String,
    producer: FutureProducer,
    /// The word to the reader to stop; dropping it is that word too.
    stop: watch::Sender<bool>,
    /// What the reader says of itself until it ends.
    reading: watch::Receiver<Reading>,
    /// Taken by the reader that is started.
    progress: Mutex<Option<watch::Sender<Reading>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Nobody knows yet from where.
    Starting,
    /// Kafka cannot be reached; it is tried again.
    Waiting,
    Running,
}

/// How long Kafka may take to say where its topic ends.
const TIMEOUT: Duration = Duration::from_secs(2);
/// How long until the next attempt.
const PAUSE: Duration = Duration::from_millis(500);
/// The same for the library, which would come to ten seconds.
const LONGEST_PAUSE: (&str, &str) = ("reconnect.backoff.max.ms", "500");

impl KafkaPubSub {
    /// Topics by the Kafka that these brokers (`host:port`, separated by commas) belong to, through one of its topics.
    /// Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// When the library does not take the settings.
    pub fn new(brokers: &str, topic: impl Into<String>) -> Result<Self, AdapterError> {
        let mut settings = ClientConfig::new();
        settings.set("bootstrap.servers", brokers);
        Self::with_settings(settings, topic)
    }

    /// The same with settings of librdkafka of your own, for instance for TLS and authentication.
    ///
    /// # Errors
    ///
    /// When the library does not take the settings.
    pub fn with_settings(mut settings: ClientConfig, topic: impl Into<String>) -> Result<Self, AdapterError> {
        if settings.get(LONGEST_PAUSE.0).is_none() {
            settings.set(LONGEST_PAUSE.0, LONGEST_PAUSE.1);
        }
        let mut producing = settings.clone();
        // In order and once, also when the library has to send again; at most 4 MiB wait, for at most five seconds.
        producing
            .set("enable.idempotence", "true")
            .set("linger.ms", "1")
            .set("message.timeout.ms", "5000")
            .set("queue.buffering.max.kbytes", "4096");
        let producer = producing.create().map_err(AdapterError::new)?;
        let (progress, reading) = watch::channel(Reading::Starting);
        let (stop, progress) = (watch::Sender::new(false), Mutex::new(Some(progress)));
        Ok(Self { settings, topic: topic.into(), producer, stop, reading, progress })
    }
}

impl KafkaPubSub {
    fn take_progress(&self) -> Option<watch::Sender<Reading>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl PubSub for KafkaPubSub {
    fn start(&self, remote: Remote) -> Result<(), AdapterError> {
        let progress = self.take_progress();
        let progress = progress.ok_or_else(|| AdapterError::new("the Kafka adapter is started already"))?;
        let runtime = tokio::runtime::Handle::try_current().map_err(AdapterError::new)?;
        let consumer: StreamConsumer = self
            .settings
            .clone()
            // The library insists on a group; there is none, since partitions are assigned by hand.
            .set("group.id", format!("wskit-{}", remote.instance()))
            .set("enable.auto.commit", "false")
            .set("auto.offset.reset", "latest")
            .create()
            .map_err(AdapterError::new)?;
        let reader = Reader { consumer: Arc::new(consumer), topic: self.topic.clone(), remote };
        drop(runtime.spawn(reader.run(progress, self.stop.subscribe())));
        Ok(())
    }

    fn publish<'a>(&'a self, envelope: &'a Envelope<'a>) -> BoxFuture<'a, Result<Published, PublishError>> {
        let text = envelope.encode();
        let record = FutureRecord::to(&self.topic).key(envelope.topic()).payload(&text);
        // The future of the delivery is dropped: whether Kafka has taken it is known too late for a handler to wait.
        let sent =
            self.producer.send_result(record).map(drop).map_err(|(error, _)| refusal(error, text.len()));
        Box::pin(std::future::ready(sent.map(|()| Published::estimate(0))))
    }

    /// Everything is read anyway; once it is, nothing is missed.
    fn subscribe<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), AdapterError>> {
        Box::pin(async move {
            let mut reading = self.reading.clone();
            let known = reading.wait_for(|reading| *reading != Reading::Starting).await;
            known.map(drop).map_err(|_| AdapterError::new("the Kafka adapter has ended"))
        })
    }

    /// It keeps no list: every instance reads everything, unless Kafka is away.
    fn list(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, AdapterError>> {
        let listed = match *self.reading.borrow() {
            Reading::Waiting => Err(AdapterError::new("Kafka cannot be reached")),
            Reading::Starting | Reading::Running => Ok(None),
        };
        Box::pin(std::future::ready(listed))
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            // Of a reader that was never started nobody would hear.
            drop(self.take_progress());
            self.stop.send_replace(true);
            let mut reading = self.reading.clone();
            while reading.changed().await.is_ok() {}
            let producer = self.producer.clone();
            let flushed = spawn_blocking(move || producer.flush(TIMEOUT)).await;
            if let Ok(Err(error)) = flushed {
                tracing::warn!(%error, "Kafka has not taken everything");
            }
        })
    }
}

fn refusal(error: KafkaError, observed: usize) -> PublishError {
    match error.rdkafka_error_code() {
        Some(RDKafkaErrorCode::QueueFull) => PublishError::Backpressure,
        // What librdkafka takes if it is not told otherwise.
        Some(RDKafkaErrorCode::MessageSizeTooLarge) => PublishError::TooLarge { observed, limit: 1_000_000 },
        _ => PublishError::Adapter(error.into()),
    }
}

/// Reads what all instances publish.
struct Reader {
    consumer: Arc<StreamConsumer>,
    topic: String,
    remote: Remote,
}

impl Reader {
    async fn run(self, progress: watch::Sender<Reading>, mut stop: watch::Receiver<bool>) {
        let stopped = async move {
            // An adapter that is gone has nothing more to say.
            let _ = stop.wait_for(|stop| *stop).await;
        };
        tokio::select! {
            biased;
            () = stopped => {}
            () = self.read(&progress) => {}
        }
    }

    async fn read(&self, progress: &watch::Sender<Reading>) {
        self.begin(progress).await;
        loop {
            self.receive().await;
            let lost_at = Instant::now();
            progress.send_replace(Reading::Waiting);
            tracing::warn!("Kafka cannot be reached; topics go on within this instance");
            tokio::select! {
                () = self.found_again() => {}
                () = self.receive_for_ever() => {}
            }
            progress.send_replace(Reading::Running);
            self.remote.gap(Gap { adapter: "kafka", duration: lost_at.elapsed() });
        }
    }

    /// Hands messages over until no broker can be reached.
    async fn receive(&self) {
        loop {
            match self.consumer.recv().await {
                Ok(message) => {
                    // What is no envelope was logged.
                    let _ = self.remote.receive(message.payload().unwrap_or_default());
                }
                Err(KafkaError::MessageConsumption(RDKafkaErrorCode::AllBrokersDown)) => return,
                // The library goes on by itself.
                Err(error) => tracing::warn!(%error, "Kafka"),
            }
        }
    }

    /// What was on its way still comes while the brokers are away, and the library says again and again that they are.
    async fn receive_for_ever(&self) {
        loop {
            self.receive().await;
        }
    }

    /// Asks until a broker answers.
    async fn found_again(&self) {
        loop {
            let (consumer, topic) = (Arc::clone(&self.consumer), self.topic.clone());
            let asked =
                spawn_blocking(move || consumer.fetch_metadata(Some(&topic), TIMEOUT).map(drop)).await;
            if matches!(asked, Ok(Ok(()))) {
                return;
            }
            sleep(PAUSE).await;
        }
    }

    /// Tries until it is known from where to read.
    async fn begin(&self, progress: &watch::Sender<Reading>) {
        let began = Instant::now();
        while let Err(error) = self.assign().await {
            if progress.send_replace(Reading::Waiting) == Reading::Starting {
                tracing::warn!(%error, "Kafka cannot be read; topics go on within this instance");
            }
            sleep(PAUSE).await;
        }
        if progress.send_replace(Reading::Running) == Reading::Waiting {
            self.remote.gap(Gap { adapter: "kafka", duration: began.elapsed() });
        }
    }

    async fn assign(&self) -> Result<(), AdapterError> {
        let (consumer, topic) = (Arc::clone(&self.consumer), self.topic.clone());
        // The library waits for answers of the broker in the calling thread.
        let assigned = spawn_blocking(move || assign_ends(&consumer, &topic)).await;
        assigned.map_err(AdapterError::new)?.map_err(AdapterError::new)
    }
}

/// Reads every partition from where it ends now: what is published from here on is read.
fn assign_ends(consumer: &StreamConsumer, topic: &str) -> KafkaResult<()> {
    let metadata = consumer.fetch_metadata(Some(topic), TIMEOUT)?;
    let found = metadata.topics().iter().find(|found| found.name() == topic);
    let partitions = found.map(rdkafka::metadata::MetadataTopic::partitions).unwrap_or_default();
    if partitions.is_empty() {
        return Err(KafkaError::MetadataFetch(RDKafkaErrorCode::UnknownTopicOrPartition));
    }
    let mut ends = TopicPartitionList::new();
    for partition in partitions {
        let (_, end) = consumer.fetch_watermarks(topic, partition.id(), TIMEOUT)?;
        ends.add_partition_offset(topic, partition.id(), Offset::Offset(end))?;
    }
    consumer.assign(&ends)
}
