//! The layers that are ready to use.
#![allow(missing_docs)]

mod common;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use common::{Boom, Data, Nop, Ping, Sum, bare, pong, router};
use serde_json::{Value, json};
use wskit::{
    error::RetryAfter,
    limits::{LimitExceeded, LimitKind},
    maybe_send::BoxFuture,
    prelude::*,
    rate_limit::{
        Asked, Decision, LimiterError, MemoryRateLimiter, OnFailure, Policy, RateLimit, RateLimiter, key,
    },
    testing::TestServer,
};

fn two_then_one_a_second() -> RateLimit<Data> {
    RateLimit::new(MemoryRateLimiter::new(Policy::new(2, 1).unwrap()))
}

fn ping_and_nop() -> Router<Data> {
    async fn nop(_: Ctx<Nop, Data>) -> Result<()> {
        Ok(())
    }
    async fn ping(_: Ctx<Ping, Data>) -> Result<()> {
        Ok(())
    }
    Router::new().on(nop).on(ping)
}

fn errors(frames: &[Value]) -> Vec<&Value> {
    frames.iter().map(|frame| &frame["payload"]).collect()
}

#[test]
fn a_bucket_for_each_connection_and_type() {
    let server = TestServer::new(router().layer(two_then_one_a_second()));
    let (mut ada, mut bob) = (server.connect(Data::default()), server.connect(Data::default()));
    for _ in 0..3 {
        ada.send(&Nop);
    }
    ada.send(&Ping { text: "x".into() });
    bob.send(&Nop);
    let frames = bare(ada.frames());
    assert_eq!(frames[..2], [pong("nop"), pong("nop")]);
    let exceeded = json!({
        "code": "RESOURCE_EXHAUSTED", "message": "Rate limit exceeded",
        "details": {"cost": 1, "capacity": 2, "remaining": 0}, "retryable": true, "retryAfterMs": 1000,
    });
    assert_eq!(frames[2], json!({"type": "ERROR", "meta": {}, "payload": exceeded}));
    assert_eq!(frames[3], pong("x"));
    assert_eq!(bare(bob.frames()), [pong("nop")]);
    server.clock().advance(Duration::from_secs(1));
    ada.send(&Nop);
    assert_eq!(bare(ada.frames()), [pong("nop")]);
}

#[test]
fn a_cost_beyond_the_capacity_and_a_cost_of_nothing() {
    let limited = two_then_one_a_second().cost(|gate| if gate.is_rpc() { 5 } else { 0 });
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let router = router()
        .layer(limited)
        .on_limit_exceeded(move |exceeded: &LimitExceeded| noted.lock().unwrap().push(exceeded.clone()));
    let mut client = TestServer::new(router).connect(Data::default());
    for _ in 0..10 {
        client.send(&Nop);
    }
    assert_eq!(bare(client.frames()).len(), 10);
    client.request("1", &Sum { a: 0.0, b: 0.0 });
    let beyond = json!({
        "code": "FAILED_PRECONDITION", "message": "Operation cost exceeds capacity",
        "details": {"cost": 5, "capacity": 2}, "retryable": false,
    });
    assert_eq!(errors(&client.frames()), [&beyond]);
    let seen = seen.lock().unwrap();
    assert_eq!((seen[0].kind, seen[0].observed, seen[0].limit), (LimitKind::Rate, 5, 2));
    assert_eq!(seen[0].client_id, Some(client.connection().client_id()));
}

#[test]
fn a_key_of_ones_own_is_shared_by_whom_it_names() {
    let server = TestServer::new(router().layer(two_then_one_a_second().key(|_| "all".into())));
    let mut clients: Vec<_> = (0..3).map(|_| server.connect(Data::default())).collect();
    for client in &mut clients {
        client.send(&Nop);
    }
    let types: Vec<_> = clients.iter_mut().map(|client| client.frames()[0]["type"].clone()).collect();
    assert_eq!(types, ["PONG", "PONG", "ERROR"]);
}

#[derive(Clone)]
struct Guest {
    name: &'static str,
    ip: std::net::IpAddr,
}

impl Guest {
    fn new(name: &'static str, ip: &str) -> Self {
        Self { name, ip: ip.parse().unwrap() }
    }
}

/// The types of what each guest gets for one `NOP` and then one `PING`, where one token is all there is.
fn answers_by(key: impl Fn(&Gate<Guest>) -> String + Send + Sync + 'static, guests: &[Guest]) -> Vec<String> {
    async fn nop(ctx: Ctx<Nop, Guest>) -> Result<()> {
        ctx.send(&common::Pong { text: "nop".into() })?;
        Ok(())
    }
    async fn ping(ctx: Ctx<Ping, Guest>) -> Result<()> {
        ctx.send(&common::Pong { text: "ping".into() })?;
        Ok(())
    }
    let one = MemoryRateLimiter::new(Policy::new(1, 1).unwrap());
    let server = TestServer::new(Router::new().on(nop).on(ping).layer(RateLimit::new(one).key(key)));
    let of = |guest: &Guest| {
        let mut client = server.connect(guest.clone());
        client.send(&Nop);
        client.send(&Ping { text: "x".into() });
        let types = |frame: &Value| if frame["type"] == "PONG" { '+' } else { '-' };
        client.frames().iter().map(types).collect()
    };
    guests.iter().map(of).collect()
}

#[test]
fn a_key_is_of_a_connection_a_user_a_type_or_an_address() {
    let guests = [
        Guest::new("ada", "10.0.0.1"),
        Guest::new("ada", "2001:db8::1"),
        Guest::new("bob", "2001:db8::2"),
        Guest::new("cyd", "::ffff:10.0.0.1"),
    ];
    assert_eq!(answers_by(key::per_connection, &guests), ["+-", "+-", "+-", "+-"]);
    assert_eq!(answers_by(key::per_connection_and_type, &guests), ["++", "++", "++", "++"]);
    assert_eq!(answers_by(key::per_user(|guest: &Guest| guest.name), &guests), ["+-", "--", "+-", "+-"]);
    let by_user_and_type = key::per_user_and_type(|guest: &Guest| guest.name);
    assert_eq!(answers_by(by_user_and_type, &guests), ["++", "--", "++", "++"]);
    // An IPv6 host has a whole /64, and an IPv4 address may be written as an IPv6 one.
    assert_eq!(answers_by(key::per_ip(|guest: &Guest| guest.ip), &guests), ["+-", "+-", "--", "--"]);
    assert_eq!(answers_by(|gate| gate.wire_type().to_owned(), &guests), ["++", "--", "--", "--"]);
}

#[test]
fn a_cost_of_one_type_goes_before_that_of_all() {
    let limited =
        two_then_one_a_second().key(key::per_connection).cost(|_| 2).cost_of::<Ping>(0).cost_of::<Nop>(1);
    let mut client = TestServer::new(router().layer(limited)).connect(Data::default());
    for _ in 0..2 {
        client.send(&Ping { text: "x".into() });
        client.send(&Nop);
    }
    client.request("1", &Sum { a: 0.0, b: 0.0 });
    let frames = client.frames();
    assert!(frames[..4].iter().all(|frame| frame["type"] == "PONG"), "{frames:?}");
    assert_eq!(frames[4]["payload"]["details"], json!({"cost": 2, "capacity": 2, "remaining": 0}));
    assert_eq!(frames[4]["payload"]["retryAfterMs"], 2000);
}

#[test]
fn several_limits_in_a_row_each_take_their_own() {
    let limit = |capacity| RateLimit::new(MemoryRateLimiter::new(Policy::new(capacity, 1).unwrap()));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let router = router().layer(limit(3).key(key::per_connection)).layer(limit(1));
    let router = router.on_limit_exceeded(move |exceeded| noted.lock().unwrap().push(exceeded.limit));
    let mut client = TestServer::new(router).connect(Data::default());
    client.send(&Nop);
    client.send(&Nop);
    client.send(&Ping { text: "x".into() });
    client.send(&Ping { text: "x".into() });
    let types: Vec<_> = client.frames().iter().map(|frame| frame["type"].clone()).collect();
    assert_eq!(types, ["PONG", "ERROR", "PONG", "ERROR"]);
    assert_eq!(seen.lock().unwrap().len(), 2);
}

#[test]
fn a_limiter_that_is_shared_tells_a_handler_what_remains() {
    use futures_util::FutureExt;
    let limiter = Arc::new(MemoryRateLimiter::new(Policy::new(2, 1).unwrap()));
    let layer = RateLimit::new(Arc::clone(&limiter)).key(|_| "all".into());
    let server = TestServer::new(router().layer(layer));
    let remaining = || limiter.remaining("all", server.clock().now_ms()).now_or_never().unwrap().unwrap();
    assert_eq!(remaining(), 2);
    server.connect(Data::default()).send(&Nop);
    assert_eq!(remaining(), 1);
}

/// A limiter that counts how often it was disposed of, and may never be done with it.
struct Counted {
    disposals: Arc<AtomicUsize>,
    hangs: bool,
}

impl RateLimiter for Counted {
    fn consume<'a>(&'a self, _: &'a str, _: u32, _: u64) -> Asked<'a> {
        Asked::now(Ok(Decision { allowed: true, remaining: 1, retry_after_ms: None }))
    }

    fn policy(&self) -> Policy {
        Policy::new(2, 1).unwrap()
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        self.disposals.fetch_add(1, Ordering::SeqCst);
        if self.hangs { Box::pin(std::future::pending()) } else { Box::pin(std::future::ready(())) }
    }
}

#[test]
fn every_limiter_is_disposed_of_once_when_the_server_has_ended() {
    use futures_util::FutureExt;
    async fn upload(_: Ctx<Boom, Data>) -> Result<()> {
        Ok(())
    }
    let disposals: [Arc<AtomicUsize>; 3] = Default::default();
    let limit =
        |index: usize| RateLimit::new(Counted { disposals: Arc::clone(&disposals[index]), hangs: false });
    // Of the whole router, of one message, and of a router that is joined to it.
    let joined = Router::new().layer(limit(2)).route::<Boom>().layer(limit(1)).on(upload);
    let server = TestServer::new(ping_and_nop().layer(limit(0)).merge(joined));
    let mut client = server.connect(Data::default());
    client.send(&Boom);
    client.disconnect();
    assert_eq!(disposals.each_ref().map(|count| count.load(Ordering::SeqCst)), [0; 3]);
    server.dispose().now_or_never().expect("nobody has to be waited for");
    assert_eq!(disposals.each_ref().map(|count| count.load(Ordering::SeqCst)), [1; 3]);
}

#[test]
fn a_limiter_that_is_never_done_with_its_disposal_is_left_alone() {
    use futures_util::FutureExt;
    let disposals = Arc::default();
    let limit = RateLimit::new(Counted { disposals: Arc::clone(&disposals), hangs: true });
    let server = TestServer::new(ping_and_nop().layer(limit));
    let mut disposal = Box::pin(server.dispose());
    assert!(disposal.as_mut().now_or_never().is_none());
    server.clock().advance(Duration::from_secs(5));
    assert!(disposal.now_or_never().is_some());
    assert_eq!(disposals.load(Ordering::SeqCst), 1);
}

#[test]
fn a_limiter_that_cannot_be_asked_lets_everybody_in_where_that_is_wanted() {
    let layer = RateLimit::new(Broken(true)).on_failure(OnFailure::Admit);
    let mut client = TestServer::new(router().layer(layer)).connect(Data::default());
    client.send(&Nop);
    assert_eq!(bare(client.frames()), [pong("nop")]);
}

/// A limiter whose server is away, or that says "never".
struct Broken(bool);

impl RateLimiter for Broken {
    fn consume<'a>(&'a self, _: &'a str, _: u32, _: u64) -> Asked<'a> {
        let never = Decision { allowed: false, remaining: 0, retry_after_ms: None };
        Asked::now(if self.0 { Err(LimiterError::store("away")) } else { Ok(never) })
    }

    fn policy(&self) -> Policy {
        Policy::new(2, 1).unwrap()
    }
}

#[test]
fn a_limiter_that_cannot_be_asked_lets_nobody_in() {
    let mut client = TestServer::new(router().layer(RateLimit::new(Broken(true)))).connect(Data::default());
    client.send(&Nop);
    assert_eq!(client.frames()[0]["payload"]["code"], "UNAVAILABLE");
}

#[test]
fn a_limiter_that_says_never_is_passed_on_as_null() {
    let router = router().layer(RateLimit::new(Broken(false))).on_limit_exceeded(|exceeded| {
        assert_eq!(exceeded.retry_after, Some(RetryAfter::Never));
    });
    let mut client = TestServer::new(router).connect(Data::default());
    client.send(&Nop);
    let frames = client.frames();
    assert_eq!(frames[0]["payload"].get("retryAfterMs"), Some(&Value::Null));
}

#[test]
fn a_span_around_each_message_names_client_and_type() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let written = Arc::clone(&lines);
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || Lines(Arc::clone(&written))).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let router = router().layer(wskit::layers::Trace);
    let mut client = TestServer::new(router).connect(Data::default());
    client.send(&Nop);
    client.text(r#"{"type":"PING","payload":{}}"#);
    let log = String::from_utf8(lines.lock().unwrap().clone()).unwrap();
    let id = client.connection().client_id();
    assert!(log.contains(&format!("message{{client={id} type=\"NOP\" bytes=24}}")), "{log}");
    assert!(log.contains("handled ms=0") && log.contains("refused ms=0 code=\"INVALID_ARGUMENT\""), "{log}");
}

struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(feature = "metrics")]
#[test]
fn messages_are_counted_by_type_and_code() {
    use metrics_util::debugging::{DebugValue, DebuggingRecorder};

    let recorder = DebuggingRecorder::new();
    let snapshots = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, || {
        let router = router().layer(wskit::layers::Metrics);
        let mut client = TestServer::new(router).connect(Data::default());
        client.send(&Nop);
        client.send(&Nop);
        client.text(r#"{"type":"PING","payload":{}}"#);
    });
    let counts: Vec<_> = snapshots
        .snapshot()
        .into_vec()
        .into_iter()
        .filter_map(|(key, _, _, value)| match value {
            DebugValue::Counter(count) => {
                let labels: Vec<_> = key.key().labels().map(|label| label.value().to_owned()).collect();
                Some((labels.join(" "), count))
            }
            DebugValue::Gauge(in_flight) => {
                assert!(in_flight.abs() < f64::EPSILON);
                None
            }
            DebugValue::Histogram(_) => None,
        })
        .collect();
    assert!(counts.contains(&("NOP OK".into(), 2)), "{counts:?}");
    assert!(counts.contains(&("PING INVALID_ARGUMENT".into(), 1)), "{counts:?}");
}
