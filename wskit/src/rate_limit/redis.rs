use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::redis::{
    Client, ErrorKind, RedisError, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

use super::{Asked, Bucket, Decision, LimiterError, Policy, RateLimiter, bucket::price};
use crate::{maybe_send::BoxFuture, resp3::resp3};

/// Buckets in Redis 6 or later, shared by every process that uses the same policy and [prefix](Self::prefix). Feature `redis`.
///
/// A message takes one round trip: a script does the arithmetic of [`Bucket`] by the server's clock, so that processes
/// whose clocks differ agree. A bucket is one small key that expires when it would be full again. The connection is made
/// when it is first needed, speaks RESP3, and is made anew after it broke; while Redis is away, asking fails, and
/// [`RateLimit::on_failure`](super::RateLimit::on_failure) says what becomes of the messages.
///
/// ```
/// use std::time::Duration;
/// use wskit::{prelude::*, rate_limit::{OnFailure, Policy, RateLimit, RedisRateLimiter}};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let limiter = RedisRateLimiter::new("redis://127.0.0.1:6379", Policy::new(100, 10)?)?
///     .prefix("chat:messages")
///     .timeout(Duration::from_millis(200));
/// let router = Router::<()>::new().layer(RateLimit::new(limiter).on_failure(OnFailure::Admit));
/// # Ok(()) }
/// ```
pub struct RedisRateLimiter {
    policy: Policy,
    /// With a colon at its end, and the policy before the keys: a bucket of another policy counts other units.
    prefix: String,
    timeout: Duration,
    script: Script,
    server: Mutex<Server>,
    #[cfg(feature = "testing")]
    callers_clock: bool,
}

/// The way to the server.
struct Server {
    client: Client,
    connection: Option<ConnectionManager>,
    /// How many connections there have been.
    attempt: u64,
    disposed: bool,
}

/// A URL that names no Redis server. It is not repeated, because it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not the URL of a Redis server: write redis://[user:password@]host[:port][/database], or rediss:// with the feature `rustls`"
)]
#[non_exhaustive]
pub struct RedisUrlError;

impl RedisRateLimiter {
    /// How long an answer is waited for unless told otherwise.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(1);

    /// A limiter with its buckets in the server at `url`: `redis://[user:password@]host[:port][/database]`,
    /// `rediss://..` for TLS (feature `rustls`), or `unix:///path`. Nothing is sent to it yet.
    ///
    /// # Errors
    ///
    /// When `url` is none.
    pub fn new(url: &str, policy: Policy) -> Result<Self, RedisUrlError> {
        let client = Client::open(url).map_err(|_| RedisUrlError)?;
        Ok(Self::with_client(client, policy))
    }

    /// A limiter with its buckets in the server of a client that you have made: for a certificate of your own, say, which
    /// `redis::Client::build_with_tls` takes. Its connections speak RESP3, whatever the client says.
    #[must_use]
    pub fn with_client(client: Client, policy: Policy) -> Self {
        let client = resp3(client);
        Self {
            policy,
            prefix: "wskit:rate".into(),
            timeout: Self::DEFAULT_TIMEOUT,
            script: Script::new(include_str!("redis.lua")),
            server: Mutex::new(Server { client, connection: None, attempt: 0, disposed: false }),
            #[cfg(feature = "testing")]
            callers_clock: false,
        }
    }

    /// What the names of its keys begin with, `wskit:rate` unless told otherwise. Two limits that are to be counted apart
    /// although their policies and keys are the same need prefixes of their own.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long one question may take, connecting included. Default 1 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Goes by the `now_ms` it is asked with instead of the server's clock, and lets every key live for an hour: for a test
    /// that moves a clock. Feature `testing`.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn callers_clock(mut self) -> Self {
        self.callers_clock = true;
        self
    }

    async fn ask(&self, key: &str, cost: u32, now_ms: u64) -> Result<Decision, LimiterError> {
        let mut call = self.script.key(self.name(key));
        call.arg(self.policy.full_units()).arg(self.policy.units_per_ms());
        call.arg(price(&self.policy, cost)).arg(Bucket::LAG_MS);
        if self.uses_callers_clock() {
            call.arg(now_ms);
        }
        let (mut connection, attempt) = self.connection()?;
        let asked = tokio::time::timeout(self.timeout, call.invoke_async(&mut connection)).await;
        let (allowed, units): (u8, u64) = match asked {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return Err(self.failed(attempt, error)),
            Err(_) => return Err(self.timed_out(attempt)),
        };
        Ok(Decision::of(&self.policy, cost, allowed == 1, units))
    }

    /// The connection, and which one it is.
    fn connection(&self) -> Result<(ConnectionManager, u64), LimiterError> {
        // Connecting spawns a task, which panics where there is no runtime.
        tokio::runtime::Handle::try_current().map_err(LimiterError::store)?;
        let mut server = self.server();
        let connection = match &server.connection {
            _ if server.disposed => return Err(LimiterError::Disposed),
            Some(connection) => connection.clone(),
            None => connect(server.client.clone(), self.timeout).map_err(LimiterError::store)?,
        };
        if server.connection.is_none() {
            server.connection = Some(connection.clone());
            server.attempt += 1;
        }
        Ok((connection, server.attempt))
    }

    /// The manager of a connection makes it anew where the network failed, but not where it could not be made for another
    /// reason, such as a wrong password.
    fn failed(&self, attempt: u64, error: RedisError) -> LimiterError {
        if error.is_timeout() {
            return self.timed_out(attempt);
        }
        if !error.is_io_error() && !matches!(error.kind(), ErrorKind::Server(_)) {
            self.give_up(attempt);
        }
        LimiterError::store(error)
    }

    /// A connection whose other end vanished would be believed in for a quarter of an hour.
    fn timed_out(&self, attempt: u64) -> LimiterError {
        self.give_up(attempt);
        LimiterError::TimedOut { after: self.timeout }
    }

    /// Connects anew at the next question, unless that was done already.
    fn give_up(&self, attempt: u64) {
        let mut server = self.server();
        if server.attempt == attempt {
            server.connection = None;
        }
    }

    fn server(&self) -> MutexGuard<'_, Server> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of a bucket.
    fn name(&self, key: &str) -> String {
        let (capacity, per_ms, per_token) =
            (self.policy.capacity(), self.policy.units_per_ms(), self.policy.units_per_token());
        format!("{}:{capacity}:{per_ms}/{per_token}:{key}", self.prefix)
    }

    #[cfg(feature = "testing")]
    fn uses_callers_clock(&self) -> bool {
        self.callers_clock
    }

    #[cfg(not(feature = "testing"))]
    #[allow(clippy::unused_self, reason = "what it says depends on a feature")]
    fn uses_callers_clock(&self) -> bool {
        false
    }
}

impl RateLimiter for RedisRateLimiter {
    fn consume<'a>(&'a self, key: &'a str, cost: u32, now_ms: u64) -> Asked<'a> {
        Asked::later(self.ask(key, cost, now_ms))
    }

    fn policy(&self) -> Policy {
        self.policy
    }

    /// Closes the connection once what was asked before is answered.
    fn dispose(&self) -> BoxFuture<'_, ()> {
        let mut server = self.server();
        (server.connection, server.disposed) = (None, true);
        drop(server);
        Box::pin(std::future::ready(()))
    }
}

impl fmt::Debug for RedisRateLimiter {
    /// Without the server, whose URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisRateLimiter")
            .field("policy", &self.policy)
            .field("prefix", &self.prefix)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// The limiter's own timeout covers everything, and a message that comes while the server is away is told so: it is not
/// kept waiting for attempts to come.
fn connect(client: Client, timeout: Duration) -> Result<ConnectionManager, RedisError> {
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(0)
        .set_connection_timeout(Some(timeout))
        .set_response_timeout(None);
    ConnectionManager::new_lazy_with_config(client, config)
}
