//! What the limiter in Redis promises beyond the contract.

use std::{
    collections::BTreeMap,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use wskit::rate_limit::{LimiterError, Policy, RateLimiter, RedisRateLimiter};

use crate::redis_server::RedisServer;

/// A moment that no server's clock is at.
const NEVER: u64 = 1;

/// The contract, each part with buckets of its own in one server.
mod contract {
    use super::*;

    static SERVER: LazyLock<RedisServer> = LazyLock::new(RedisServer::start);
    static MADE: AtomicU32 = AtomicU32::new(0);

    wskit::testing::contract::rate_limiter_contract!(
        #[tokio::test]
        async |policy| {
            let prefix = format!("limiter {}", MADE.fetch_add(1, Ordering::Relaxed));
            limiter(&SERVER, policy).prefix(prefix).callers_clock()
        }
    );
}

fn limiter(server: &RedisServer, policy: Policy) -> RedisRateLimiter {
    RedisRateLimiter::new(&server.url(), policy).unwrap()
}

fn policy(capacity: u32, tokens_per_second: f64) -> Policy {
    Policy::new(capacity, tokens_per_second).unwrap()
}

/// A command sent by somebody else.
async fn command<T: redis::FromRedisValue>(server: &RedisServer, words: &[&str]) -> T {
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    redis::cmd(words[0]).arg(&words[1..]).query_async(&mut connection).await.unwrap()
}

/// How often the server ran each command.
async fn calls(server: &RedisServer) -> BTreeMap<String, u32> {
    let stats: String = command(server, &["INFO", "commandstats"]).await;
    let calls = |line: &str| {
        let (name, rest) = line.strip_prefix("cmdstat_")?.split_once(":calls=")?;
        Some((name.to_owned(), rest.split(',').next()?.parse().ok()?))
    };
    stats.lines().filter_map(calls).collect()
}

#[tokio::test]
async fn a_message_takes_one_round_trip() {
    let server = RedisServer::start();
    let limiter = limiter(&server, policy(1000, 0.01));
    limiter.consume("k", 1, NEVER).await.unwrap();
    let _: () = command(&server, &["CONFIG", "RESETSTAT"]).await;
    for _ in 0..100 {
        limiter.consume("k", 1, NEVER).await.unwrap();
    }
    let mut calls = calls(&server).await;
    assert_eq!(calls.remove("evalsha"), Some(100));
    // These the script ran, inside of the server.
    assert_eq!(
        (calls.remove("time"), calls.remove("get"), calls.remove("set")),
        (Some(100), Some(100), Some(100))
    );
    let ours = ["config|resetstat", "client|setinfo", "hello", "info"];
    assert!(calls.keys().all(|name| ours.contains(&name.as_str())), "{calls:?}");
}

#[tokio::test]
async fn it_speaks_resp3_and_brings_its_script_again_where_it_was_lost() {
    let server = RedisServer::start();
    let limiter = limiter(&server, policy(2, 0.01));
    assert_eq!(limiter.consume("k", 1, NEVER).await.unwrap().remaining, 1);
    let clients: String = command(&server, &["CLIENT", "LIST"]).await;
    assert!(clients.lines().any(|line| line.contains("resp=3") && line.contains("cmd=evalsha")), "{clients}");
    let _: () = command(&server, &["SCRIPT", "FLUSH"]).await;
    assert_eq!(limiter.consume("k", 1, NEVER).await.unwrap().remaining, 0);
}

#[tokio::test]
async fn instances_share_a_bucket_by_the_servers_clock_and_prefixes_part_them() {
    let server = RedisServer::start();
    let (one, other) = (limiter(&server, policy(2, 0.001)), limiter(&server, policy(2, 0.001)));
    assert!(one.consume("k", 1, NEVER).await.unwrap().allowed);
    assert!(other.consume("k", 1, u64::MAX).await.unwrap().allowed);
    let refused = one.consume("k", 1, 0).await.unwrap();
    let wait_ms = refused.retry_after_ms.unwrap();
    assert!(!refused.allowed && (900_000..=1_000_000).contains(&wait_ms), "{refused:?}");
    assert!(limiter(&server, policy(2, 0.001)).prefix("other").consume("k", 2, NEVER).await.unwrap().allowed);
}

#[tokio::test]
async fn a_key_expires_when_its_bucket_is_full_and_a_full_one_is_none() {
    let server = RedisServer::start();
    let limiter = limiter(&server, policy(10, 0.1)).prefix("p");
    limiter.consume("k", 0, NEVER).await.unwrap();
    limiter.consume("k", 11, NEVER).await.unwrap();
    assert_eq!(command::<Vec<String>>(&server, &["KEYS", "*"]).await, Vec::<String>::new());
    limiter.consume("k", 3, NEVER).await.unwrap();
    let keys: Vec<String> = command(&server, &["KEYS", "*"]).await;
    assert_eq!(keys, ["p:10:1/10000:k"]);
    let lives_ms: u64 = command(&server, &["PTTL", &keys[0]]).await;
    assert!((20_000..=30_000).contains(&lives_ms), "{lives_ms}");
}

#[tokio::test]
async fn a_key_that_is_not_ours_in_form_counts_as_full_and_one_of_another_type_is_an_error() {
    let server = RedisServer::start();
    let limiter = limiter(&server, policy(1, 0.001)).prefix("p");
    let _: () = command(&server, &["SET", "p:1:1/1000000:k", "nonsense"]).await;
    assert!(limiter.consume("k", 1, NEVER).await.unwrap().allowed);
    let _: () = command(&server, &["LPUSH", "p:1:1/1000000:list", "nonsense"]).await;
    let error = limiter.consume("list", 1, NEVER).await.unwrap_err();
    assert!(error.to_string().contains("WRONGTYPE"), "{error}");
    assert!(!limiter.consume("k", 1, NEVER).await.unwrap().allowed);
}

#[tokio::test]
async fn while_the_server_is_away_asking_fails_and_works_once_it_is_back() {
    let server = RedisServer::start();
    let limiter = limiter(&server, policy(5, 0.001));
    assert_eq!(limiter.consume("k", 1, NEVER).await.unwrap().remaining, 4);
    let port = server.port();
    drop(server);
    for _ in 0..3 {
        let error = limiter.consume("k", 1, NEVER).await.unwrap_err();
        assert!(matches!(error, LimiterError::Store(_)), "{error}");
    }
    let _server = RedisServer::start_on(port, &[]).expect("the port is free again");
    // The last attempt may have been under way before the server was.
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(limiter.consume("k", 1, NEVER).await);
    }
    assert!(answers.last().unwrap().is_ok(), "{answers:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_answer_is_given_up_and_asked_anew() {
    let deaf = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}", deaf.local_addr().unwrap());
    let limiter = RedisRateLimiter::new(&url, policy(1, 1.0)).unwrap().timeout(Duration::from_millis(250));
    for _ in 0..2 {
        let error = limiter.consume("k", 1, NEVER).await.unwrap_err();
        assert_eq!(error.to_string(), "what keeps the buckets did not answer within 250 ms");
        let _connected_anew = deaf.accept().await.unwrap();
    }
}

#[tokio::test]
async fn a_connection_that_falls_silent_is_replaced() {
    let server = RedisServer::start();
    let limiter = limiter(&server, policy(5, 0.001));
    assert_eq!(limiter.consume("k", 1, NEVER).await.unwrap().remaining, 4);
    let _: () = command(&server, &["CLIENT", "PAUSE", "1000000", "WRITE"]).await;
    // A clock that stands while there is something to do, and then jumps to the timeout.
    tokio::time::pause();
    let error = limiter.consume("k", 1, NEVER).await.unwrap_err();
    tokio::time::resume();
    assert!(matches!(error, LimiterError::TimedOut { .. }), "{error}");
    let _: () = command(&server, &["CLIENT", "UNPAUSE"]).await;
    // Whether the server had seen the connection go before it went on is not ours to say.
    assert!(matches!(limiter.consume("k", 1, NEVER).await.unwrap().remaining, 2 | 3));
    let clients: String = command(&server, &["CLIENT", "LIST"]).await;
    assert_eq!(clients.lines().filter(|line| line.contains("cmd=evalsha")).count(), 1, "{clients}");
}

#[tokio::test]
async fn a_wrong_password_is_said_without_it_and_tried_again() {
    let server = RedisServer::start_with(&["--requirepass", "s3cret"]);
    let url = |password: &str| format!("redis://:{password}@127.0.0.1:{}", server.port());
    let wrong = RedisRateLimiter::new(&url("wr0ng"), policy(1, 0.001)).unwrap();
    for limiter in [&wrong, &limiter(&server, policy(1, 0.001))] {
        let error = limiter.consume("k", 1, NEVER).await.unwrap_err();
        let said = format!("{error} {error:?} {limiter:?}");
        assert!(!said.contains("wr0ng") && !said.contains("s3cret"), "{said}");
        assert!(matches!(error, LimiterError::Store(_)), "{said}");
    }
    let right = RedisRateLimiter::new(&url("s3cret"), policy(1, 0.001)).unwrap();
    assert!(right.consume("k", 1, NEVER).await.unwrap().allowed);
    let client = redis::Client::open(url("s3cret")).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut set = redis::cmd("CONFIG");
    let () = set.arg(&["SET", "requirepass", "wr0ng"]).query_async(&mut connection).await.unwrap();
    assert!(!wrong.consume("k", 1, NEVER).await.unwrap().allowed);
}

#[test]
fn a_url_that_names_no_server_is_refused_without_being_repeated() {
    for url in ["", "redis", "http://:s3cret@host", "redis://:s3cret@host:port", "rediss://:s3cret@"] {
        let error = RedisRateLimiter::new(url, policy(1, 1.0)).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
}

#[test]
fn without_a_runtime_it_is_an_error_and_no_panic() {
    use futures_util::FutureExt;
    let limiter = RedisRateLimiter::new("redis://127.0.0.1:1", policy(1, 1.0)).unwrap();
    assert!(matches!(limiter.consume("k", 1, NEVER).now_or_never(), Some(Err(LimiterError::Store(_)))));
}

#[tokio::test]
async fn nothing_is_asked_after_it_was_disposed_of() {
    let server = RedisServer::start();
    let limiter = limiter(&server, policy(1, 1.0));
    limiter.consume("k", 1, NEVER).await.unwrap();
    limiter.dispose().await;
    assert!(matches!(limiter.consume("k", 1, NEVER).await, Err(LimiterError::Disposed)));
}
