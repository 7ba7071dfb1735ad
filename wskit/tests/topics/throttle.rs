//! Publishing at a pace.

use std::time::Duration;

use wskit::{prelude::*, testing::TestServer, topics::Throttle};

use crate::world::{News, news, now, texts};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn the_first_is_published_at_once_and_the_last_never_lost() {
    let router = Router::<()>::new();
    let throttle = Throttle::latest(router.publisher(), "price", SECOND);
    assert_eq!(throttle.publish(news("early")).unwrap_err().code(), "STATE");
    let server = TestServer::new(router);
    let mut client = server.connect(());
    now(client.connection().topics().subscribe("price")).unwrap();
    for text in ["1", "2", "3"] {
        throttle.publish(news(text)).unwrap();
    }
    assert_eq!(texts(&mut client), ["1"]);
    server.clock().advance(Duration::from_millis(999));
    throttle.clone().publish(news("4")).unwrap();
    assert!(texts(&mut client).is_empty());
    server.clock().advance(Duration::from_millis(1));
    assert_eq!(texts(&mut client), ["4"]);
    // The pace goes on from there.
    throttle.publish(news("5")).unwrap();
    drop(throttle);
    assert!(texts(&mut client).is_empty());
    server.clock().advance(SECOND);
    assert_eq!(texts(&mut client), ["5"]);
}

#[test]
fn after_a_rest_it_begins_anew() {
    let router = Router::<()>::new();
    let throttle = Throttle::latest(router.publisher(), "price", SECOND);
    let server = TestServer::new(router);
    let mut client = server.connect(());
    now(client.connection().topics().subscribe("price")).unwrap();
    for text in ["1", "2"] {
        throttle.publish(news(text)).unwrap();
        server.clock().advance(SECOND);
        assert_eq!(texts(&mut client), [text]);
    }
}

#[test]
fn a_batch_has_everything_in_order() {
    let router = Router::<()>::new();
    let join = |lines: Vec<u32>| News { text: format!("{lines:?}") };
    let throttle = Throttle::batch(router.publisher(), "log", SECOND, join);
    let server = TestServer::new(router);
    let mut client = server.connect(());
    now(client.connection().topics().subscribe("log")).unwrap();
    for n in 0..4 {
        throttle.publish(n).unwrap();
    }
    assert_eq!(texts(&mut client), ["[0]"]);
    server.clock().advance(SECOND);
    assert_eq!(texts(&mut client), ["[1, 2, 3]"]);
    for n in 0..1025 {
        throttle.publish(n).unwrap();
    }
    let full = texts(&mut client);
    assert!(full.len() == 1 && full[0].starts_with("[0, 1,") && full[0].ends_with("1023]"));
    server.clock().advance(SECOND);
    assert_eq!(texts(&mut client), ["[1024]"]);
}
