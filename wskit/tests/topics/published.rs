//! What `on_publish` sees.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use wskit::{
    prelude::*,
    testing::TestServer,
    topics::{Action, PublishReport, Throttle, TopicPolicy},
};

use crate::{
    adapter::Recorder,
    world::{News, news, now, texts},
};

const SECOND: Duration = Duration::from_secs(1);

/// A router that writes each report down: who, where, what, how large, and what became of it.
#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<String>>>);

impl Reports {
    fn of(&self, router: Router<()>) -> Router<()> {
        let lines = Arc::clone(&self.0);
        router.on_publish(move |from: Option<&Connection<()>>, report: &PublishReport<'_>| {
            let PublishReport { topic, wire_type, bytes, published, .. } = report;
            let from = if from.is_some() { "client" } else { "server" };
            let became = match published {
                Ok(published) => format!("{:?} {:?}", published.matched, published.capability),
                Err(error) => error.code().to_owned(),
            };
            lines.lock().unwrap().push(format!("{from} {topic} {wire_type} {} {became}", bytes > &0));
        })
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[test]
fn it_sees_what_connections_the_server_and_throttles_publish() {
    let reports = Reports::default();
    let router = reports.of(Router::new().topics(TopicPolicy::new().normalise(str::to_lowercase)));
    let publisher = router.publisher();
    let latest = Throttle::latest(router.publisher(), "Price", SECOND);
    let join = |lines: Vec<u32>| News { text: format!("{lines:?}") };
    let batch = Throttle::batch(router.publisher(), "log", SECOND, join);
    // Nobody is there to be told before the router is served.
    now(publisher.publish("room", &news("early"))).unwrap_err();
    let server = TestServer::new(router);
    let client = server.connect(());
    let connection = client.connection();
    now(connection.topics().subscribe("room")).unwrap();

    now(connection.publish("Room", &news("1"))).unwrap();
    now(connection.publish("room", &news("2")).exclude_self()).unwrap();
    now(publisher.publish("room", &news("3"))).unwrap();
    now(publisher.publish_except(connection.client_id(), "room", &news("4"))).unwrap();
    let room = |from: &str, matched| format!("{from} room NEWS true Some({matched}) Exact");
    let wanted = [room("client", 1), room("client", 0), room("server", 1), room("server", 0)];
    assert_eq!(reports.take(), wanted);

    // Each message of a throttle once, however many values it was made of.
    for n in 0..3 {
        latest.publish(news(&n.to_string())).unwrap();
        batch.publish(n).unwrap();
    }
    server.clock().advance(SECOND);
    let paced = |topic: &str| format!("server {topic} NEWS true Some(0) Exact");
    assert_eq!(reports.take(), [paced("price"), paced("log"), paced("price"), paced("log")]);
}

#[test]
fn it_sees_what_could_not_be_published() {
    let (reports, recorder) = (Reports::default(), Recorder::default());
    let policy = TopicPolicy::new().authorise(|action, topic: String, _: Connection<()>| async move {
        action == Action::Subscribe || topic != "secret"
    });
    let limits = Limits { max_frame_bytes: 200, ..Limits::default() };
    let router = reports.of(Router::new().topics(policy).pubsub(recorder.clone()).limits(limits));
    let publisher = router.publisher();
    let server = TestServer::new(router);
    let mut client = server.connect(());
    let connection = client.connection().clone();
    now(connection.topics().subscribe("room")).unwrap();

    now(connection.publish("secret", &news("x"))).unwrap_err();
    now(connection.publish("no name", &news("x"))).unwrap_err();
    now(publisher.publish("room", &news(&"x".repeat(200)))).unwrap_err();
    recorder.fail(&[">room"]);
    now(publisher.publish("room", &news("here"))).unwrap_err();
    assert_eq!(texts(&mut client), ["here"], "subscribers of this instance have it all the same");
    let wanted = [
        "client secret NEWS true ACL_PUBLISH",
        "client no name NEWS true VALIDATION",
        "server room NEWS true PAYLOAD_TOO_LARGE",
        "server room NEWS true ADAPTER_ERROR",
    ];
    assert_eq!(reports.take(), wanted);
}

#[test]
fn what_comes_from_other_instances_is_reported_where_it_is_published() {
    let broker = wskit::topics::MemoryPubSub::new();
    let (here, there) = (Reports::default(), Reports::default());
    let server = TestServer::new(here.of(Router::new().pubsub(broker.clone())));
    let other = server.beside(there.of(Router::new().pubsub(broker)));
    let (ada, mut bob) = (server.connect(()), other.connect(()));
    now(bob.connection().topics().subscribe("room")).unwrap();
    now(ada.connection().publish("room", &news("1"))).unwrap();
    assert_eq!(texts(&mut bob), ["1"]);
    assert_eq!((here.take().len(), there.take().len()), (1, 0));
}
