//! Subscribing: what is done in which order, what is atomic, what waits for what.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use wskit::{
    Limits,
    prelude::*,
    testing::{TestClient, TestServer},
    topics::{Action, Status, TopicError, TopicPolicy, TopicSet},
};

use crate::{
    adapter::Recorder,
    world::{Running, news, now, texts},
};

fn server() -> (TestServer<()>, Recorder) {
    let recorder = Recorder::default();
    (TestServer::new(Router::new().pubsub(recorder.clone())), recorder)
}

fn subscribed(client: &TestClient<()>) -> Vec<String> {
    client.connection().topics().list()
}

#[test]
fn a_change_is_made_in_the_order_of_the_protocol() {
    let steps: Arc<Mutex<Vec<String>>> = Arc::default();
    let (seen, asked) = (Arc::clone(&steps), Arc::clone(&steps));
    let policy = TopicPolicy::new()
        .normalise(move |topic| {
            seen.lock().unwrap().push(format!("normalise {topic}"));
            topic.to_lowercase()
        })
        .authorise(move |action, topic, connection: Connection<()>| {
            let status = connection.topics().status(&topic);
            asked.lock().unwrap().push(format!("{action:?} {topic} {status:?}"));
            async move { topic != "secret" }
        });
    let recorder = Recorder::default();
    let limits = Limits { max_topics: 1, ..Limits::default() };
    let server = TestServer::new(Router::new().topics(policy).pubsub(recorder.clone()).limits(limits));
    let client = server.connect(());
    let topics = client.connection().topics();
    let took = |result: Result<(), TopicError>| {
        let mut steps = std::mem::take(&mut *steps.lock().unwrap());
        steps.retain(|step| !step.starts_with("normalise secret") && !step.starts_with("normalise a"));
        // Asking for the status of a topic normalises its name once more.
        steps.dedup();
        (result.err().map(|error| error.to_string()), steps, recorder.calls())
    };
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        took(now(topics.subscribe("A"))),
        (None, words(&["normalise A", "Subscribe a Pending"]), words(&["+a"]))
    );
    // Nothing changes: neither policy nor adapter is asked.
    assert_eq!(took(now(topics.subscribe("A"))), (None, words(&["normalise A"]), vec![]));
    // Validated before it is authorised, authorised before it is counted, counted before the adapter is told.
    let (error, steps, calls) = took(now(topics.subscribe("ü")));
    assert!(error.unwrap().contains("cannot contain") && steps == ["normalise ü"] && calls.is_empty());
    let (error, _, calls) = took(now(topics.subscribe("secret")));
    assert!(error.unwrap().contains("not allowed") && calls.is_empty());
    let (error, steps, calls) = took(now(topics.subscribe("b")));
    assert!(error.unwrap().contains("at most 1"), "counted last");
    assert_eq!((steps, calls), (words(&["normalise b", "Subscribe b Pending"]), vec![]));
}

#[test]
fn a_batch_is_made_as_a_whole_or_not_at_all() {
    let (server, recorder) = server();
    let mut client = server.connect(());
    let connection = client.connection().clone();
    let topics = connection.topics();
    let changes = now(topics.subscribe_many(["a", "b", "a"])).unwrap();
    assert_eq!((changes.added, changes.removed, changes.total), (2, 0, 2));
    recorder.calls();

    // The removal comes first, and what was done is undone in reverse.
    recorder.fail(&["+d"]);
    let failed = now(topics.set(["b", "c", "d"]));
    assert!(matches!(failed, Err(TopicError::Adapter(_))), "{failed:?}");
    assert_eq!(recorder.calls(), ["-a", "+c", "+d", "-c", "+a"]);
    assert_eq!(
        (subscribed(&client), recorder.topics()),
        (vec!["a".into(), "b".into()], vec!["a".into(), "b".into()])
    );
    assert_eq!(topics.status("c"), Status::Absent);

    recorder.fail(&["-b"]);
    assert!(now(topics.clear()).is_err());
    assert_eq!(recorder.calls(), ["-a", "-b", "+a"]);
    assert_eq!((subscribed(&client).len(), recorder.topics().len()), (2, 2));
    now(connection.publish("a", &news("still here"))).unwrap();
    assert_eq!(texts(&mut client), ["still here"]);

    recorder.fail(&[]);
    recorder.calls();
    assert_eq!(now(topics.set(["b", "c"])).unwrap().total, 2);
    now(topics.update(|topics| {
        topics.remove("b");
        topics.insert("d");
    }))
    .unwrap();
    assert_eq!(now(topics.unsubscribe_many(["c", "x"])).unwrap().removed, 1);
    assert_eq!(
        (recorder.calls(), subscribed(&client)),
        (["-a", "+c", "-b", "+d", "-c"].map(String::from).to_vec(), vec!["d".to_owned()])
    );
    assert_eq!(now(topics.clear()).unwrap().total, 0);
    assert!(topics.is_empty() && recorder.topics().is_empty());
}

#[test]
fn a_batch_with_a_wrong_name_or_too_many_topics_changes_nothing() {
    let (server, recorder) = server();
    let client = server.connect(());
    let topics = client.connection().topics();
    assert!(matches!(now(topics.subscribe_many(["a", "ü"])), Err(TopicError::Name(_))));
    let many: Vec<String> = (0..=128).map(|n| n.to_string()).collect();
    assert!(matches!(now(topics.set(&many)), Err(TopicError::TooMany { limit: 128 })));
    assert!(subscribed(&client).is_empty() && recorder.calls().is_empty());
    // As many as fit, all others removed, are not too many.
    now(topics.set(&many[..128])).unwrap();
    now(topics.set(&many[1..])).unwrap();
    assert_eq!(topics.len(), 128);
}

#[test]
fn an_operation_waits_for_the_one_in_flight_on_the_same_topic_only() {
    let (server, recorder) = server();
    let client = server.connect(());
    let topics = client.connection().topics();
    now(topics.subscribe("there")).unwrap();
    recorder.calls();
    recorder.hold(true);
    let mut first = Running::start(topics.subscribe("a"));
    assert!(first.poll().is_none());
    assert_eq!((topics.status("a"), topics.has("a")), (Status::Pending, false));
    let mut second = Running::start(topics.unsubscribe("a"));
    let mut whole = Running::start(topics.set(["z"]));
    let mut settled = Running::start(topics.settle());
    assert!(second.poll().is_none() && whole.poll().is_none() && settled.poll().is_none());
    // What would change nothing elsewhere does not wait.
    now(topics.subscribe("there")).unwrap();
    assert_eq!(recorder.calls(), ["+a"]);

    recorder.hold(false);
    first.poll().unwrap().unwrap();
    second.poll().unwrap().unwrap();
    whole.poll().unwrap().unwrap();
    settled.poll().unwrap();
    assert_eq!(recorder.calls(), ["-a", "-there", "+z"]);
    assert_eq!((topics.status("a"), topics.status("z")), (Status::Absent, Status::Subscribed));
}

#[test]
fn what_is_dropped_or_takes_too_long_has_changed_nothing() {
    let (server, recorder) = server();
    let client = server.connect(());
    let connection = client.connection().clone();
    let topics = connection.topics();
    now(topics.subscribe("there")).unwrap();
    recorder.hold(true);
    for (which, call) in [("+new", 0), ("-there", 1)] {
        let mut dropped = match call {
            0 => Running::start(topics.subscribe("new")),
            _ => Running::start(topics.unsubscribe("there")),
        };
        assert!(dropped.poll().is_none());
        assert!(recorder.calls().contains(&which.to_owned()));
    }
    recorder.hold(false);
    server.clock().advance(Duration::ZERO);
    assert_eq!((topics.list(), recorder.topics()), (vec!["there".into()], vec!["there".into()]));
    assert!(now(topics.verify()).unwrap().missing.is_empty());

    recorder.hold(true);
    let patient = connection.topics().timeout(Duration::from_secs(9));
    let (mut short, mut long) =
        (Running::start(topics.subscribe("new")), Running::start(patient.subscribe("newer")));
    assert!(short.poll().is_none() && long.poll().is_none());
    server.clock().advance(Duration::from_secs(5));
    let timeout = short.poll().expect("five seconds are over").unwrap_err();
    assert!(matches!(timeout, TopicError::Timeout { after } if after == Duration::from_secs(5)));
    assert!(long.poll().is_none());
    recorder.hold(false);
    long.poll().unwrap().unwrap();
    server.clock().advance(Duration::ZERO);
    assert_eq!(recorder.topics(), ["newer", "there"]);
    now(topics.subscribe("new")).unwrap();
    assert_eq!(topics.len(), 3);
}

#[test]
fn what_is_cancelled_has_changed_nothing() {
    let (server, recorder) = server();
    let client = server.connect(());
    let connection = client.connection().clone();
    now(connection.topics().subscribe("there")).unwrap();
    recorder.calls();

    // Before it begins: nobody is asked.
    let topics = connection.topics().cancel_when(std::future::ready(()));
    for cancelled in [now(topics.subscribe("new")), now(topics.unsubscribe("there"))] {
        assert!(matches!(cancelled, Err(TopicError::Cancelled)), "{cancelled:?}");
    }
    assert!(recorder.calls().is_empty());

    // While the adapter is asked: what it did is undone. One signal counts for all that is under way.
    recorder.hold(true);
    let (cancel, signal) = futures_util::future::abortable(std::future::pending::<()>());
    let topics = connection.topics().cancel_when(async {
        let _ = cancel.await;
    });
    let mut running = [
        Running::start(topics.subscribe_many(["new", "newer"])),
        Running::start(topics.unsubscribe_many(["there"])),
    ];
    assert!(running.iter_mut().all(|change| change.poll().is_none()));
    assert_eq!(recorder.calls(), ["+new", "-there"]);
    signal.abort();
    for mut change in running {
        assert!(matches!(change.poll(), Some(Err(TopicError::Cancelled))));
    }
    recorder.hold(false);
    server.clock().advance(Duration::ZERO);
    assert_eq!((connection.topics().list(), recorder.topics()), (vec!["there".into()], vec!["there".into()]));
    assert_eq!(connection.topics().status("new"), Status::Absent);
    assert!(now(connection.topics().verify()).unwrap().missing.is_empty());

    // The time is still limited, and what is done in time is done.
    recorder.hold(true);
    let topics = connection.topics().cancel_when(std::future::pending()).timeout(Duration::from_secs(1));
    let mut late = Running::start(topics.subscribe("new"));
    assert!(late.poll().is_none());
    server.clock().advance(Duration::from_secs(1));
    assert!(matches!(late.poll(), Some(Err(TopicError::Timeout { .. }))));
    drop(late);
    recorder.hold(false);
    server.clock().advance(Duration::ZERO);
    now(topics.subscribe("new")).unwrap();
    assert_eq!(recorder.topics(), ["new", "there"]);
}

#[test]
fn the_adapter_hears_of_the_first_and_the_last_subscriber_only() {
    let (server, recorder) = server();
    let (ada, mut bob) = (server.connect(()), server.connect(()));
    recorder.hold(true);
    let (ada_topics, bob_topics) = (ada.connection().topics(), bob.connection().clone());
    let mut first = Running::start(ada_topics.subscribe("room"));
    let mut second = Running::start(async { bob_topics.topics().subscribe("room").await });
    assert!(first.poll().is_none() && second.poll().is_none(), "the second waits for the first");
    recorder.hold(false);
    first.poll().unwrap().unwrap();
    second.poll().unwrap().unwrap();
    assert_eq!(recorder.calls(), ["+room"]);
    now(ada_topics.unsubscribe("room")).unwrap();
    assert!(recorder.calls().is_empty());
    bob.disconnect();
    assert_eq!(recorder.calls(), ["-room"]);
}

#[test]
fn a_disconnect_ends_what_is_subscribed_and_what_is_in_flight() {
    let (server, recorder) = server();
    let mut client = server.connect(());
    let connection = client.connection().clone();
    let topics = connection.topics();
    now(topics.subscribe_many(["a", "b"])).unwrap();
    recorder.hold(true);
    let mut late = Running::start(topics.subscribe("c"));
    assert!(late.poll().is_none());
    client.disconnect();
    assert_eq!(server.subscribers("a"), 0);
    recorder.hold(false);
    assert!(matches!(late.poll(), Some(Err(TopicError::Closed))));
    server.clock().advance(Duration::ZERO);
    assert_eq!((recorder.topics(), server.subscribers("c")), (vec![], 0));
    assert!(matches!(now(topics.subscribe("d")), Err(TopicError::Closed)));
}

#[test]
fn verify_finds_what_the_broker_has_lost() {
    let (server, recorder) = server();
    let client = server.connect(());
    let topics = client.connection().topics();
    now(topics.subscribe_many(["a", "b"])).unwrap();
    let verified = now(topics.verify()).unwrap();
    assert!(verified.missing.is_empty() && verified.is_adapter_checked);
    recorder.lose("b");
    assert_eq!(now(topics.verify()).unwrap().missing, ["b"]);
    let alone = TestServer::new(Router::<()>::new());
    let client = alone.connect(());
    now(client.connection().topics().subscribe("a")).unwrap();
    let verified = now(client.connection().topics().verify()).unwrap();
    assert!(verified.missing.is_empty() && !verified.is_adapter_checked);
}

#[test]
fn user_code_may_use_the_topics_it_is_asked_about() {
    let policy = TopicPolicy::new()
        .authorise(|_: Action, _, connection: Connection<()>| async move { connection.topics().len() < 9 })
        .member(|connection| Some(connection.topics().len().to_string()));
    let server = TestServer::new(Router::new().topics(policy));
    let client = server.connect(());
    let topics = client.connection().topics();
    now(topics.subscribe("a")).unwrap();
    let add_one = |wanted: &mut TopicSet| {
        wanted.insert(topics.len().to_string());
    };
    now(topics.update(add_one)).unwrap();
    assert_eq!(topics.list(), ["1", "a"]);
}
