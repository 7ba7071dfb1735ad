//! How often memory is asked for on the way of a message. The numbers are exact: a change that allocates once more, or
//! once less, is to say so here.

#[path = "../benches/support/mod.rs"]
mod support;

use std::sync::Arc;

use allocation_counter::measure;
use futures_util::FutureExt;
use support::{
    INVALID, NOP, NOTE, News, REQUEST, by_hand, connect, exchange, hub, listeners, receive, refusing, router,
    take,
};
use wskit::{Hub, prelude::*, session::Session};

/// Of the payload of an `ECHO`: `id`, `text`, the list of tags, and two tags.
const PAYLOAD: u64 = 5;
/// The future of a handler.
const HANDLER: u64 = 1;
/// A frame that is sent.
const FRAME: u64 = 1;

/// Allocations of what is done the second time: the first makes what is kept.
fn count(mut work: impl FnMut()) -> u64 {
    work();
    measure(work).count_total
}

/// Allocations of an exchange; the answer has to say what is expected.
fn of_exchange(router: Router<()>, text: &str, expected: &str) -> u64 {
    let mut session = connect(&hub(router));
    count(|| {
        let answer = exchange(&mut session, text).expect("an answer");
        assert!(answer.as_str().contains(expected), "{}", answer.as_str());
    })
}

/// Allocations of an event that nothing answers.
fn of_event(text: &str) -> u64 {
    let mut session = connect(&hub(router()));
    count(|| {
        receive(&mut session, text);
        assert_eq!(take(&mut session), None);
    })
}

fn drain(sessions: &mut [Session<()>]) {
    for session in sessions {
        take(session).expect("a delivery");
    }
}

#[test]
fn an_rpc_allocates_its_payload_its_handler_and_its_answer() {
    assert_eq!(of_exchange(router(), REQUEST, "ECHO_OK"), PAYLOAD + HANDLER + FRAME);
}

#[test]
fn an_event_allocates_its_payload_and_its_handler() {
    assert_eq!(of_event(NOTE), PAYLOAD + HANDLER);
    assert_eq!(of_event(NOP), HANDLER);
}

#[test]
fn the_same_by_hand_allocates_no_less() {
    let by_hand = count(|| drop(by_hand::answer(REQUEST).expect("sound JSON").expect("a request")));
    assert!(by_hand >= PAYLOAD + FRAME, "{by_hand}");
}

/// Nothing of the payload: the text for the layer, its futures and the answer.
#[test]
fn a_message_refused_by_a_layer_allocates_nothing_of_its_payload() {
    assert_eq!(of_exchange(refusing(), REQUEST, "PERMISSION_DENIED"), 5);
}

/// It is read a second time, as JSON, to report everything that is wrong with it; a client that is right never pays.
#[test]
fn an_invalid_payload_is_the_costly_case() {
    assert_eq!(of_exchange(router(), INVALID, "INVALID_ARGUMENT"), 61);
}

/// Allocations of a broadcast to so many, once their queues have grown.
fn of_broadcast(subscribers: usize) -> u64 {
    let hub = hub(router());
    let mut sessions = listeners(&hub, "room:1", subscribers);
    let publisher = connect(&hub);
    let news = News { topic: "room:1".into(), text: "Hello".into() };
    count(|| {
        let outcome = publisher.connection().publish("room:1", &news).into_future().now_or_never();
        let outcome = outcome.expect("topics in memory need no waiting").expect("a sound publish");
        assert_eq!(outcome.matched, Some(subscribers));
        drain(&mut sessions);
    })
}

#[test]
fn a_broadcast_allocates_its_frame_once_whoever_listens() {
    /// The name of the topic, and the future that is awaited.
    const CALL: u64 = 2;
    for subscribers in [0, 1, 100, 1000] {
        assert_eq!(of_broadcast(subscribers), CALL + FRAME, "{subscribers} subscribers");
    }
}

/// Bytes still held once a crowd of so many has come, spoken, listened and gone.
fn of_crowd(hub: &Arc<Hub<()>>, size: usize) -> i64 {
    let crowd = || {
        let mut sessions: Vec<_> = (0..size).map(|n| listeners(hub, &format!("room:{n}"), 1)).collect();
        for session in sessions.iter_mut().flatten() {
            exchange(session, REQUEST).expect("an answer");
            receive(session, INVALID);
        }
    };
    measure(crowd).bytes_current
}

#[test]
fn a_crowd_that_is_gone_leaves_nothing_behind() {
    /// Maps keep room for a few entries in each of their 32 parts.
    const ROOM: i64 = 32 * 1024;
    let hub = hub(router());
    let few = of_crowd(&hub, 10);
    let crowds = of_crowd(&hub, 1000) + of_crowd(&hub, 5000) + of_crowd(&hub, 5000);
    assert!(few + crowds <= ROOM, "{few} bytes left by a few, {crowds} by crowds");
}
