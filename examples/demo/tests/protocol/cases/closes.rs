//! Who closes when, and with which code.

use std::time::Duration;

use serde_json::json;
use wskit::{Limits, limits::LimitKind};

use crate::world::{Peer, Seen, Setup, World, answer, ask, next, request, start, with};

pub(crate) async fn on_open_closes_with_its_own_code<W: World>() {
    let world = W::start(&Setup::default()).await;
    let closed = world.connect("/refuse").await.next().await;
    assert_eq!(closed, Seen::Closed(4401, "Invalid token".into()));
}

pub(crate) async fn a_failing_on_open_closes_with_1011<W: World>() {
    let world = W::start(&Setup::default()).await;
    assert!(matches!(world.connect("/fail").await.next().await, Seen::Closed(1011, _)));
}

pub(crate) async fn a_shutdown_answers_and_closes_with_1001<W: World>() {
    let (mut world, mut busy) = start::<W>().await;
    let mut idle = world.connect("/").await;
    assert!(ask(&mut busy, &request("1", "RSLOW", &json!({"ms": 500}))).await.is_empty());
    world.stop(&mut [&mut busy, &mut idle]).await;
    assert!(matches!(idle.next().await, Seen::Closed(1001, _)));
    busy.pass(500).await;
    assert_eq!(next(&mut busy).await["type"], "RSLOW_OK");
    assert!(matches!(busy.next().await, Seen::Closed(1001, _)));
}

pub(crate) async fn a_slow_reader_is_closed_with_1013<W: World>() {
    let limits = Limits { slow_reader_timeout: Duration::from_millis(50), ..Limits::default() };
    let (world, mut deaf) = with::<W>(&Setup { limits, ..Setup::default() }).await;
    ask(&mut deaf, r#"{"type":"JOIN","payload":{"room":"r"}}"#).await;
    deaf.stop_reading();
    let mut loud = world.connect("/").await;
    let say = json!({"type": "SAY", "payload": {"room": "r", "text": "x".repeat(500_000)}}).to_string();
    while world.exceeded().is_empty() {
        assert_eq!(answer(&mut loud, &say).await["type"], "PUBRES");
        deaf.pass(10).await;
    }
    loop {
        if let Seen::Closed(code, _) = deaf.next().await {
            assert_eq!((code, &world.exceeded()[..]), (1013, &[LimitKind::Backpressure][..]));
            return;
        }
    }
}

pub(crate) async fn the_application_closes<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    peer.text(r#"{"type":"CLOSE","payload":{"code":4000,"reason":"bye"}}"#).await;
    assert_eq!(peer.next().await, Seen::Closed(4000, "bye".into()));
}
