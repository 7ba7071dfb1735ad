//! Topics: who hears what.

use serde_json::{Value, json};

use crate::world::{Peer, World, answer, ask, next, settle, start};

fn event(wire_type: &str, payload: &Value) -> String {
    json!({"type": wire_type, "payload": payload}).to_string()
}

fn joined(topics: &[&str]) -> Value {
    json!({"type": "JOINED", "meta": {}, "payload": {"room": "r", "topics": topics}})
}

fn result(matched: u32) -> Value {
    json!({"type": "PUBRES", "meta": {}, "payload": {"matched": matched, "capability": "exact"}})
}

pub(crate) async fn a_topic_has_a_sound_name<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for sound in ["a", "A-z:0_9./", &"x".repeat(128)] {
        let frame = answer(&mut peer, &event("SUB", &json!({"topic": sound}))).await;
        assert_eq!(frame["payload"], json!({"topic": sound}));
    }
    for unsound in ["", "a b", "ü", "a\n", &"x".repeat(129)] {
        for (wire_type, payload) in
            [("SUB", json!({"topic": unsound})), ("PUB", json!({"topic": unsound, "text": ""}))]
        {
            let frame = answer(&mut peer, &event(wire_type, &payload)).await;
            assert_eq!(frame["payload"]["code"], "INVALID_ARGUMENT", "{unsound:?}");
        }
    }
}

pub(crate) async fn a_second_join_changes_nothing<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let join = event("JOIN", &json!({"room": "r"}));
    assert_eq!(answer(&mut peer, &join).await, joined(&["room:r"]));
    assert_eq!(answer(&mut peer, &join).await, joined(&["room:r"]));
    let left = answer(&mut peer, &event("LEAVE", &json!({"room": "r"}))).await;
    assert_eq!(left, json!({"type": "LEFT", "meta": {}, "payload": {"room": "r", "topics": []}}));
}

pub(crate) async fn a_connection_has_so_many_topics<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    for n in 0..128 {
        let frame = answer(&mut peer, &event("SUB", &json!({"topic": n.to_string()}))).await;
        assert_eq!(frame["type"], "SUBBED");
    }
    let frame = answer(&mut peer, &event("SUB", &json!({"topic": "one-more"}))).await;
    assert_eq!(frame["payload"]["code"], "RESOURCE_EXHAUSTED");
    let again = answer(&mut peer, &event("SUB", &json!({"topic": "0"}))).await;
    assert_eq!(again["type"], "SUBBED");
}

pub(crate) async fn a_publish_says_whom_it_reached<W: World>() {
    let (world, mut ada) = start::<W>().await;
    let mut bob = world.connect("/").await;
    ask(&mut ada, &event("JOIN", &json!({"room": "r"}))).await;
    ask(&mut bob, &event("JOIN", &json!({"room": "r"}))).await;
    let said = json!({"type": "SAID", "meta": {}, "payload": {"room": "r", "text": "hi"}});
    let frames = ask(&mut ada, &event("SAY", &json!({"room": "r", "text": "hi"}))).await;
    assert_eq!(frames, [said.clone(), result(2)]);
    assert_eq!(next(&mut bob).await, said);
    let nobody = answer(&mut ada, &event("SAY", &json!({"room": "empty", "text": "hi"}))).await;
    assert_eq!(nobody, result(0));
}

pub(crate) async fn a_publish_may_leave_its_sender_out<W: World>() {
    let (world, mut ada) = start::<W>().await;
    let mut bob = world.connect("/").await;
    ask(&mut ada, &event("JOIN", &json!({"room": "r"}))).await;
    ask(&mut bob, &event("JOIN", &json!({"room": "r"}))).await;
    let frames = ask(&mut ada, &event("SAYX", &json!({"room": "r", "text": "hi"}))).await;
    assert_eq!(frames, [result(1)]);
    assert_eq!(next(&mut bob).await["type"], "SAID");
    assert!(settle(&mut bob).await.is_empty());
}

pub(crate) async fn a_publisher_gets_no_answer_it_did_not_ask_for<W: World>() {
    let (world, mut ada) = start::<W>().await;
    let mut bob = world.connect("/").await;
    ask(&mut bob, &event("SUB", &json!({"topic": "news"}))).await;
    assert!(ask(&mut ada, &event("PUB", &json!({"topic": "news", "text": "x"}))).await.is_empty());
    let news = json!({"type": "NEWS", "meta": {}, "payload": {"topic": "news", "text": "x"}});
    assert_eq!(next(&mut bob).await, news);
}

pub(crate) async fn a_disconnect_ends_every_subscription<W: World>() {
    let (world, mut ada) = start::<W>().await;
    let mut bob = world.connect("/").await;
    ask(&mut bob, &event("JOIN", &json!({"room": "r"}))).await;
    bob.leave().await;
    while answer(&mut ada, &event("SAY", &json!({"room": "r", "text": "hi"}))).await != result(0) {}
    let mut again = world.connect("/").await;
    assert!(settle(&mut again).await.is_empty());
    assert_eq!(
        answer(&mut again, &event("LEAVE", &json!({"room": "r"}))).await["payload"]["topics"],
        json!([])
    );
}
