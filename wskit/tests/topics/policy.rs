//! Who may do what, and publishing.

use wskit::{
    prelude::*,
    router::OnConflict,
    testing::TestServer,
    topics::{Action, PublishError, TopicError, TopicPolicy},
};

use crate::world::{news, now, texts};

#[derive(Clone, Default)]
struct Who(&'static str);

fn policy() -> TopicPolicy<Who> {
    TopicPolicy::new().normalise(str::to_ascii_lowercase).pattern("^(room|news):[a-z0-9]+$").authorise(
        |action, topic: String, connection: Connection<Who>| async move {
            action == Action::Subscribe && topic != "room:private" || connection.data().0 == "admin"
        },
    )
}

#[test]
fn names_are_rewritten_matched_and_authorised() {
    let server = TestServer::new(Router::new().topics(policy()));
    let mut user = server.connect(Who("user"));
    let admin = server.connect(Who("admin"));
    let topics = |client: &wskit::testing::TestClient<Who>| client.connection().clone();
    now(topics(&user).topics().subscribe("News:1")).unwrap();
    assert!(topics(&user).topics().has("NEWS:1"));
    assert_eq!(topics(&user).topics().list(), ["news:1"]);
    assert_eq!((topics(&user).subscribers("NEWS:1"), server.subscribers("News:1")), (1, 1));
    assert_eq!(now(topics(&user).presence("NEWS:1")).members.len(), 1);
    let error = now(topics(&user).topics().subscribe("other:1")).unwrap_err();
    assert!(matches!(&error, TopicError::Name(why) if why.contains("^(room|news):")), "{error}");
    let denied = now(topics(&user).topics().subscribe("room:PRIVATE")).unwrap_err();
    assert!(matches!(&denied, TopicError::Denied { topic } if topic == "room:private"));
    now(topics(&admin).topics().subscribe("room:private")).unwrap();

    let denied = now(async { topics(&user).publish("news:1", &news("mine")).await }).unwrap_err();
    assert_eq!((denied.code(), denied.retryable()), ("ACL_PUBLISH", false));
    assert!(texts(&mut user).is_empty());
    now(async { topics(&admin).publish("NEWS:1", &news("hello")).await }).unwrap();
    assert_eq!(texts(&mut user), ["hello"]);
    let unsound = now(async { topics(&admin).publish("other:1", &news("x")).await }).unwrap_err();
    assert_eq!(unsound.code(), "VALIDATION");
}

#[test]
fn a_pattern_that_cannot_be_read_is_a_problem_of_the_router() {
    let router = Router::<()>::new().topics(TopicPolicy::new().pattern("("));
    let clock = std::sync::Arc::new(wskit::testing::FakeClock::new());
    let error = wskit::Hub::new(router, clock).err().expect("refused");
    assert!(error.problems()[0].starts_with("the pattern of topics cannot be read"), "{error}");
}

#[test]
fn a_publisher_publishes_from_anywhere() {
    let router = Router::<Who>::new().topics(policy());
    let publisher = router.publisher();
    let early = now(publisher.publish("news:1", &news("x"))).unwrap_err();
    assert_eq!(early.code(), "STATE");
    // A publisher of a router that is joined to another is one of the whole.
    let joined = Router::new();
    let of_joined = joined.publisher();
    let server = TestServer::new(router.merge(joined));
    let (mut ada, mut bob) = (server.connect(Who("ada")), server.connect(Who("bob")));
    for client in [&ada, &bob] {
        now(client.connection().topics().subscribe("news:1")).unwrap();
    }
    let elsewhere = std::thread::spawn(move || now(publisher.publish("News:1", &news("all"))).unwrap());
    assert_eq!(elsewhere.join().unwrap().matched, Some(2));
    let except = ada.connection().client_id();
    assert_eq!(now(of_joined.publish_except(except, "news:1", &news("bob"))).unwrap().matched, Some(1));
    assert_eq!(now(of_joined.publish("x", &news("x"))).unwrap_err().code(), "VALIDATION");
    assert_eq!(texts(&mut ada), ["all"]);
    assert_eq!(texts(&mut bob), ["all", "bob"]);
    drop((server, ada, bob));
    assert!(matches!(now(of_joined.publish("news:1", &news("x"))), Err(PublishError::State(_))));
}

#[test]
fn joined_routers_have_one_policy_and_one_adapter() {
    let with = || Router::<Who>::new().topics(policy()).pubsub(wskit::topics::MemoryPubSub::new());
    let clock = || std::sync::Arc::new(wskit::testing::FakeClock::new());
    let error = wskit::Hub::new(with().merge(with()), clock()).err().expect("refused");
    assert_eq!(error.problems().len(), 2, "{error}");
    let replaced = with().merge_with(with(), OnConflict::Replace);
    assert!(wskit::Hub::new(replaced, clock()).is_ok());
    assert!(wskit::Hub::new(with().merge(Router::new()), clock()).is_ok());
}
