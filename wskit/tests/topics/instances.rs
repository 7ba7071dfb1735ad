//! Several instances on one broker.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use wskit::{
    prelude::*,
    testing::TestServer,
    topics::{Capability, Gap, MemoryPubSub, PublishError, TopicPolicy},
};

use crate::{
    adapter::Recorder,
    world::{news, now, texts},
};

fn two() -> (TestServer<()>, TestServer<()>) {
    let broker = MemoryPubSub::new();
    let router = || {
        let name = |connection: &Connection<()>| Some(format!("user {}", connection.topics().len()));
        Router::new().topics(TopicPolicy::new().member(name)).pubsub(broker.clone())
    };
    let here = TestServer::new(router());
    let there = here.beside(router());
    (here, there)
}

#[test]
fn a_message_reaches_every_subscriber_of_every_instance_once() {
    let (here, there) = two();
    let (mut ada, mut bob, mut eve) = (here.connect(()), there.connect(()), there.connect(()));
    for client in [&ada, &bob] {
        now(client.connection().topics().subscribe("room")).unwrap();
    }
    let published = now(async { ada.connection().publish("room", &news("1")).await }).unwrap();
    assert_eq!((published.matched, published.capability), (Some(2), Capability::Exact));
    now(async { bob.connection().publish("room", &news("2")).exclude_self().await }).unwrap();
    now(async { ada.connection().publish("room", &news("3")).exclude_self().await }).unwrap();
    assert_eq!(texts(&mut ada), ["1", "2"]);
    assert_eq!(texts(&mut bob), ["1", "3"]);
    assert!(texts(&mut eve).is_empty());
}

#[test]
fn presence_names_the_members_of_all_instances() {
    let (here, there) = two();
    let (ada, mut bob) = (here.connect(()), there.connect(()));
    let alone = now(ada.connection().presence("room"));
    assert!(alone.members.is_empty() && alone.is_everywhere);
    for client in [&ada, &bob] {
        now(client.connection().topics().subscribe("room")).unwrap();
    }
    let both = now(ada.connection().presence("room"));
    let ids: Vec<_> = both.members.iter().map(|member| member.client_id).collect();
    assert!(ids.contains(&ada.connection().client_id()) && ids.contains(&bob.connection().client_id()));
    assert_eq!(both.members[0].name.as_deref(), Some("user 0"));
    bob.disconnect();
    assert_eq!(now(ada.connection().presence("room")).members.len(), 1);
}

#[test]
fn subscribers_here_get_a_message_that_the_adapter_fails_to_carry() {
    let (recorder, gaps) = (Recorder::default(), Arc::new(Mutex::new(Vec::new())));
    let seen = Arc::clone(&gaps);
    let router = Router::<()>::new().pubsub(recorder.clone()).on_gap(move |gap: &Gap| {
        seen.lock().unwrap().push(*gap);
    });
    let server = TestServer::new(router);
    let mut client = server.connect(());
    now(client.connection().topics().subscribe("room")).unwrap();
    recorder.fail(&[">room"]);
    let failed = now(async { client.connection().publish("room", &news("1")).await }).unwrap_err();
    assert!(matches!(failed, PublishError::Adapter(_)) && failed.retryable());
    assert_eq!(texts(&mut client), ["1"]);
    recorder.fail(&[]);
    let sent = now(async { client.connection().publish("room", &news("2")).await }).unwrap();
    assert_eq!((sent.matched, sent.capability), (Some(1), Capability::Estimate));
    let gap = Gap { adapter: "recorder", duration: Duration::from_secs(3) };
    recorder.remote().gap(gap);
    assert_eq!(*gaps.lock().unwrap(), [gap]);
    assert!(recorder.remote().receive(b"noise").is_err());
}
