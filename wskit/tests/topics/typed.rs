//! Typed topics: their text, what is read back from it, and everything that takes them.

use std::{collections::HashSet, num::NonZeroU8, time::Duration};

use proptest::prelude::*;
use wskit::{
    prelude::*,
    testing::TestServer,
    topics::{IntoTopic, Status, Throttle, TopicError, TopicPolicy, TopicValue},
};

use crate::world::{News, news, now, texts};

wskit::message!(
    /// Who is in a room hears this.
    #[topic("room:{room_id}", carries(News), since = "1.2")]
    #[derive(Eq, Hash)]
    pub(crate) struct RoomTopic {
        pub room_id: RoomId,
    }

    #[topic("lobby", carries(News))]
    pub(crate) struct Lobby;

    /// One of every type that can stand in a topic.
    #[topic("all/{text}:{type}:{big}:{small}:{flag}:{letter}:{user}:{seat}:{last}", carries(News))]
    #[derive(Eq)]
    pub(crate) struct All {
        pub big: u64,
        pub small: i8,
        pub text: String,
        pub r#type: Kind,
        pub flag: bool,
        pub letter: char,
        pub user: UserId,
        pub seat: Seat,
        pub last: Box<str>,
    }

    #[topic("{room}::{rest}", carries(News))]
    pub(crate) struct Split {
        pub room: String,
        pub rest: String,
    }

    #[data]
    pub(crate) struct RoomId(#[validate(length(max = 100), pattern("^[^!]+$"))] String);

    #[data]
    #[derive(Eq)]
    pub(crate) struct UserId(pub NonZeroU8);

    #[data]
    pub(crate) struct Seat(#[validate(range(min = 1, max = 9))] u16);

    #[data]
    #[derive(Eq)]
    pub(crate) enum Kind {
        Public,
        #[serde(rename = "by-invitation")]
        ByInvitation,
        InviteOnly,
    }
);

fn room(id: &str) -> RoomTopic {
    RoomTopic { room_id: RoomId::new(id).expect("a room") }
}

fn split(room: &str, rest: &str) -> Split {
    Split { room: room.to_owned(), rest: rest.to_owned() }
}

#[test]
fn a_topic_is_its_text() {
    assert_eq!(room("a").to_topic().unwrap(), "room:a");
    assert_eq!(Lobby.to_topic().unwrap(), "lobby");
    assert_eq!(
        (RoomTopic::PATTERN, Lobby::PATTERN, Split::PATTERN),
        ("room:{roomId}", "lobby", "{room}::{rest}")
    );
    assert_eq!(RoomTopic::parse("room:a"), Some(room("a")));
    assert_eq!(Lobby::parse("lobby"), Some(Lobby));
    assert_eq!(Split::parse("a::b::c"), Some(split("a", "b::c")));
    for text in ["", "room:", "room", "ROOM:a", "lobby", "room:a b", &format!("room:{}", "x".repeat(124))] {
        assert_eq!(RoomTopic::parse(text), None, "{text}");
    }
    assert_eq!(Lobby::parse("lobby2"), None);
    assert_eq!(format!("{:?}", room("a").clone()), "RoomTopic { room_id: RoomId(\"a\") }");
    assert_eq!(HashSet::from([room("a"), room("a")]).len(), 1);
}

#[test]
fn a_value_has_one_text_only() {
    let topic = |seat: &str, user: &str, kind: &str| {
        All::parse(&format!("all/x:{kind}:1:-1:true:c:{user}:{seat}:end")).is_some()
    };
    assert!(topic("9", "1", "public") && topic("9", "1", "by-invitation"));
    for (seat, user, kind) in [
        ("09", "1", "public"),
        ("+9", "1", "public"),
        ("0", "1", "public"),
        ("9", "0", "public"),
        ("9", "1", "Public"),
    ] {
        assert!(!topic(seat, user, kind), "{seat} {user} {kind}");
    }
}

#[test]
fn a_value_without_a_place_is_refused() {
    for (topic, why) in [
        (split("", "x").to_topic(), "room has no place in the topic {room}::{rest}: it is empty"),
        (split("a b", "x").to_topic(), "' '"),
        (split("a::b", "x").to_topic(), "`::` follows it there"),
        (split("a:", "x").to_topic(), "`::` follows it there"),
        (split("a", &"x".repeat(126)).to_topic(), "at most 128"),
        (split("a", &"x".repeat(1_000_000)).to_topic(), "at most 128"),
        (room("Zürich").to_topic(), "'ü'"),
    ] {
        let why_not = topic.expect_err(why).to_string();
        assert!(why_not.contains(why) && why_not.len() < 300, "{why_not}");
    }
    assert_eq!(split("a", "::x").to_topic().unwrap(), "a::::x");
    assert_eq!(Split::parse("a::::x"), Some(split("a", "::x")));
}

#[test]
fn beyond_what_javascript_counts_a_number_has_no_place() {
    wskit::message!(
        #[topic("n:{n}", carries(News))]
        pub(crate) struct Numbered {
            pub n: u64,
        }
    );
    assert_eq!(Numbered { n: 9 }.to_topic().unwrap(), "n:9");
    assert!(
        Numbered { n: u64::MAX }
            .to_topic()
            .unwrap_err()
            .to_string()
            .starts_with("n has no place in the topic n:{n}: ")
    );
    assert_eq!(Numbered::parse(&format!("n:{}", u64::MAX)), None);
}

#[test]
fn everything_takes_a_typed_topic() {
    let router = Router::<()>::new();
    let publisher = router.publisher();
    let server = TestServer::new(router);
    let mut client = server.connect(());
    let connection = client.connection().clone();
    let topics = connection.topics();
    now(topics.subscribe(room("a"))).unwrap();
    now(topics.subscribe_many([&room("a"), &room("b")])).unwrap();
    assert!(topics.has(room("a")) && topics.has("room:b") && !topics.has(&Lobby));
    assert_eq!(topics.status(room("b")), Status::Subscribed);
    assert_eq!((connection.subscribers(room("a")), server.subscribers(room("a"))), (1, 1));
    assert_eq!(now(connection.presence(room("a"))).members.len(), 1);
    now(async { connection.publish(room("a"), &news("1")).await }).unwrap();
    now(async { connection.publish("room:b", &news("2")).exclude_self().await }).unwrap();
    now(publisher.publish(room("b"), &news("3"))).unwrap();
    assert_eq!(
        now(publisher.publish_except(connection.client_id(), room("b"), &news("4"))).unwrap().matched,
        Some(0)
    );
    assert_eq!(texts(&mut client), ["1", "3"]);
    now(topics.unsubscribe(room("a"))).unwrap();
    now(topics.update(|set| {
        assert!(
            set.contains(room("b")) && set.remove(room("b")) && set.insert(Lobby) && !set.insert("lobby")
        );
        assert_eq!(set.iter().collect::<Vec<_>>(), ["lobby"]);
    }))
    .unwrap();
    assert_eq!(topics.list(), ["lobby"]);
    now(topics.set([room("c")])).unwrap();
    now(topics.unsubscribe_many([room("c")])).unwrap();
    assert!(topics.is_empty());
}

#[test]
fn a_topic_that_has_no_text_changes_nothing() {
    let router = Router::<()>::new();
    let publisher = router.publisher();
    let throttle = Throttle::latest(router.publisher(), split("", ""), Duration::from_secs(1));
    let server = TestServer::new(router);
    let client = server.connect(());
    let (connection, bad) = (client.connection(), split("a::b", "c"));
    let topics = connection.topics();
    let name = |error: TopicError| matches!(error, TopicError::Name(why) if why.contains("`::` follows"));
    assert!(name(now(topics.subscribe(&bad)).unwrap_err()));
    assert!(name(now(topics.unsubscribe(&bad)).unwrap_err()));
    assert!(name(now(topics.set([split("a", "b"), split("a::b", "c")])).unwrap_err()));
    assert!(name(now(topics.update(|set| assert!(set.insert("x") && !set.insert(&bad)))).unwrap_err()));
    assert!(topics.is_empty() && !topics.has(&bad));
    assert_eq!((topics.status(&bad), connection.subscribers(&bad)), (Status::Absent, 0));
    assert!(now(connection.presence(&bad)).members.is_empty());
    let codes = [
        now(async { connection.publish(&bad, &news("x")).await }).unwrap_err().code(),
        now(publisher.publish(&bad, &news("x"))).unwrap_err().code(),
        throttle.publish(news("x")).unwrap_err().code(),
    ];
    assert_eq!(codes, ["VALIDATION"; 3]);
}

#[test]
fn a_throttle_publishes_to_a_typed_topic() {
    let router = Router::<()>::new();
    let second = Duration::from_secs(1);
    let latest = Throttle::latest(router.publisher(), room("a"), second);
    let join = |lines: Vec<u32>| News { text: format!("{lines:?}") };
    let batch = Throttle::batch(router.publisher(), &Lobby, second, join);
    let server = TestServer::new(router);
    let mut client = server.connect(());
    now(client.connection().topics().subscribe_many(["room:a", "lobby"])).unwrap();
    for n in 0..3 {
        latest.publish(news(&n.to_string())).unwrap();
        batch.publish(n).unwrap();
    }
    assert_eq!(texts(&mut client), ["0", "[0]"]);
    server.clock().advance(second);
    assert_eq!(texts(&mut client), ["2", "[1, 2]"]);
}

#[test]
fn a_policy_allows_topics_by_type() {
    let policy = TopicPolicy::new().normalise(str::to_lowercase).topic::<RoomTopic>().topic::<Lobby>();
    let server = TestServer::new(Router::<()>::new().topics(policy));
    let client = server.connect(());
    let topics = client.connection().topics();
    now(topics.subscribe(room("A"))).unwrap();
    now(topics.subscribe("LOBBY")).unwrap();
    assert!(topics.has(Lobby) && topics.has(room("a")));
    let error = now(topics.subscribe("news:1")).unwrap_err().to_string();
    assert_eq!(error, "the topic news:1 is none of those there are: room:{roomId}, lobby");
}

#[test]
fn text_is_taken_in_every_form() {
    let text = "a".to_owned();
    let shared: std::sync::Arc<str> = "a".into();
    let given = [
        "a".into_topic(),
        (&"a").into_topic(),
        (&text).into_topic(),
        (&shared).into_topic(),
        shared.into_topic(),
        text.clone().into_boxed_str().into_topic(),
        std::borrow::Cow::Borrowed("a").into_topic(),
        text.into_topic(),
    ];
    assert!(given.into_iter().all(|topic| topic.as_deref() == Ok("a")));
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Public), Just(Kind::ByInvitation), Just(Kind::InviteOnly)]
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        (big, small, flag, user, seat) in (0..1_u64 << 53, any::<i8>(), any::<bool>(), 1..=u8::MAX, 1..=9_u16),
        (text, letter, last) in ("[A-Za-z0-9_./-]{1,20}", "[a-z]", "[A-Za-z0-9:_./-]{1,20}"),
        kind in kinds(),
    ) {
        let topic = All {
            big,
            small,
            text,
            r#type: kind,
            flag,
            letter: letter.chars().next().expect("one"),
            user: UserId(NonZeroU8::new(user).expect("not zero")),
            seat: Seat::new(seat).expect("a seat"),
            last: last.into(),
        };
        prop_assert_eq!(All::parse(&topic.to_topic().unwrap()), Some(topic));
    }

    #[test]
    fn whatever_is_written_is_read_back_and_the_rest_refused(room in "[ab:]{0,5}", rest in "[ab:]{0,5}") {
        let topic = split(&room, &rest);
        if let Ok(text) = topic.to_topic() {
            prop_assert_eq!(Split::parse(&text), Some(topic));
        }
    }

    #[test]
    fn what_is_read_is_written_alike(text in "(room:|all/|a::)?[ab:/ ]{0,12}") {
        for written in [RoomTopic::parse(&text).map(|topic| topic.to_topic()), Split::parse(&text).map(|topic| topic.to_topic())]
            .into_iter()
            .flatten()
        {
            prop_assert_eq!(written.as_deref(), Ok(text.as_str()));
        }
    }

    #[test]
    fn a_number_has_one_spelling(text in "[+-]?0?[0-9]{1,6}") {
        let read = <u32 as TopicValue>::from_text(&text).filter(|value| value.to_text() == text);
        prop_assert_eq!(read.is_some(), !text.starts_with(['+', '-']) && (text == "0" || !text.starts_with('0')));
    }
}
