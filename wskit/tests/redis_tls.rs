//! Topics and rate limits by a Redis that speaks TLS, with a certificate made for the occasion.
#![allow(missing_docs)]

#[path = "support/redis_server.rs"]
mod redis_server;

use std::time::Duration;

use redis::{Client, TlsCertificates};
use redis_server::RedisServer;
use wskit::{
    prelude::*,
    rate_limit::{LimiterError, Policy, RateLimiter, RedisRateLimiter},
    testing::TestServer,
    topics::RedisPubSub,
};

wskit::message!(
    #[event(from = server)]
    pub struct News {
        pub text: String,
    }
);

/// A Redis on one port with TLS and none without, and the certificate that a client has to trust.
struct Secure {
    server: RedisServer,
    certificate: String,
    _files: tempfile::TempDir,
}

impl Secure {
    fn start() -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
        let files = tempfile::tempdir().unwrap();
        let path = |name: &str| files.path().join(name).to_str().unwrap().to_owned();
        std::fs::write(path("certificate.pem"), &certificate).unwrap();
        std::fs::write(path("key.pem"), key).unwrap();
        let server = RedisServer::start_secure(&path("certificate.pem"), &path("key.pem"));
        Self { server, certificate, _files: files }
    }

    fn url(&self) -> String {
        format!("rediss://localhost:{}", self.server.port())
    }

    /// A client that trusts this certificate and no other.
    fn client(&self) -> Client {
        let root_cert = Some(self.certificate.clone().into_bytes());
        Client::build_with_tls(self.url(), TlsCertificates { client_tls: None, root_cert }).unwrap()
    }
}

fn policy() -> Policy {
    Policy::new(2, 0.001).unwrap()
}

#[tokio::test]
async fn a_limiter_takes_its_tokens_over_tls() {
    let secure = Secure::start();
    let limiter = RedisRateLimiter::with_client(secure.client(), policy());
    for remaining in [1, 0] {
        let decision = limiter.consume("k", 1, 0).await.unwrap();
        assert_eq!((decision.allowed, decision.remaining), (true, remaining));
    }
    assert!(!limiter.consume("k", 1, 0).await.unwrap().allowed);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let secure = Secure::start();
    let limiter = RedisRateLimiter::new(&secure.url(), policy()).unwrap();
    let error = limiter.consume("k", 1, 0).await.unwrap_err();
    assert!(
        matches!(&error, LimiterError::Store(cause) if cause.to_string().contains("certificate")),
        "{error}"
    );
}

#[tokio::test]
async fn topics_cross_instances_over_tls() {
    let secure = Secure::start();
    let router = || Router::<()>::new().pubsub(RedisPubSub::with_client(secure.client()));
    let here = TestServer::new(router());
    let there = here.beside(router());
    let (ada, mut bob) = (here.connect(()), there.connect(()));
    let test = async {
        bob.connection().topics().subscribe("room").await.unwrap();
        while ada.connection().publish("room", &News { text: "hello".into() }).await.is_err() {
            tokio::task::yield_now().await;
        }
        loop {
            if let [frame, ..] = bob.frames().as_slice() {
                assert_eq!(frame["payload"]["text"], "hello");
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), test).await.expect("done within a minute");
}
