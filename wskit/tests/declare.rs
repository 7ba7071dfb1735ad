//! Declared types on the wire.
#![allow(missing_docs, dead_code, reason = "a test's types need no docs")]

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use wskit::{
    error::Failure,
    message::{Declared, Event, FromClient, FromServer, Message, Meta, Response, Rpc},
    validate::check,
};

wskit::message!(
    /// A member joins a room.
    #[event(from = client)]
    pub struct JoinRoom {
        pub room_id: RoomId,
        /// Shown to others.
        #[validate(length(min = 1, max = 20))]
        pub nick: Option<String>,
        pub n: u64,
    }

    /// Keep-alive.
    #[event]
    pub struct Ping;

    #[event("CHAT_MESSAGE", from = server, since = "1.2", meta = Trace)]
    pub struct Said {
        pub text: String,
        pub role: Role,
        pub part: Part,
        pub adjacent: Adjacent,
        pub page: Page<RoomId>,
        pub by_room: HashMap<RoomId, u32>,
        pub nested: BTreeMap<String, Vec<Option<Box<Part>>>>,
        pub pair: (u8, String),
        #[serde(rename = "TYPE")]
        pub r#type: String,
    }

    #[rpc("GET_USER", response = User, progress = Stage, error = GetUserError, meta = Trace)]
    pub struct GetUser {
        pub id: String,
    }

    #[rpc(response = User)]
    pub struct Whoami;

    #[response("USER", since = "1.1")]
    pub struct User {
        pub name: UserName,
        #[deprecated(note = "use `name`")]
        pub nick: Option<String>,
    }

    #[data]
    pub struct Stage {
        pub percent: u8,
    }

    #[data]
    pub enum Role {
        Owner,
        RoomModerator,
        #[serde(rename = "BOT")]
        Bot,
    }

    #[data]
    pub enum Part {
        Text { text_body: String, quote: Option<String> },
        Image { alt_text: String },
        Whole(Stage),
        Line,
    }

    #[data]
    #[serde(tag = "t", content = "c", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "kebab-case")]
    pub enum Adjacent {
        OneThing { the_field: u8 },
        Pair(u8, u8),
        Nothing,
    }

    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
        pub next_page: Option<u32>,
    }

    #[data]
    pub struct RoomId(#[validate(length(min = 1, max = 64), pattern("^[a-z0-9-]+$"))] String);

    #[data]
    pub struct UserName(#[validate(length(min = 1, max = 32))] String);

    #[data]
    pub struct Percent(#[validate(range(min = 0, max = 100))] f64);

    #[data]
    pub struct Tags(#[validate(length(max = 2))] Vec<String>);

    #[data]
    #[derive(Eq, Hash)]
    pub struct Plain(pub String);

    #[meta]
    pub struct Trace {
        pub trace_id: String,
    }

    #[error]
    pub enum GetUserError {
        /// No such user.
        #[code("NOT_FOUND")]
        NotFound {
            user_id: String,
        },
        #[code("USER_BANNED", retryable, message = "banned until {until_ms}")]
        Banned {
            until_ms: u64,
            why: Option<String>,
        },
        #[code("UNAVAILABLE", retryable = false)]
        Away,
        #[code(retry_after_ms = 1234)]
        TooEarly,
        Odd,
    }
);

fn wire<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}
fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[test]
fn a_message_travels_in_wire_names() {
    let said = Said {
        text: "hi".into(),
        role: Role::RoomModerator,
        part: Part::Text { text_body: "a".into(), quote: None },
        adjacent: Adjacent::OneThing { the_field: 1 },
        page: Page { items: vec![RoomId::new("lobby").unwrap()], next_page: None },
        by_room: HashMap::from([(RoomId::new("lobby").unwrap(), 2)]),
        nested: BTreeMap::from([("k".into(), vec![Some(Box::new(Part::Whole(Stage { percent: 5 }))), None])]),
        pair: (1, "x".into()),
        r#type: "t".into(),
    };
    let json = json!({
        "text": "hi", "role": "roomModerator", "part": {"kind": "text", "textBody": "a"},
        "adjacent": {"t": "ONE_THING", "c": {"the-field": 1}}, "page": {"items": ["lobby"]},
        "byRoom": {"lobby": 2}, "nested": {"k": [{"kind": "whole", "percent": 5}, null]},
        "pair": [1, "x"], "TYPE": "t",
    });
    assert_eq!(wire(&said), json);
    assert_eq!(read::<Said>(json), Ok(said.clone()));
    assert!(format!("{said:?}").contains("RoomModerator"));
}

#[test]
fn every_object_is_strict() {
    assert!(read::<Stage>(json!({"percent": 1, "x": 1})).is_err());
    assert!(read::<Trace>(json!({"traceId": "a", "x": 1})).is_err());
    assert!(read::<Part>(json!({"kind": "image", "altText": "a", "x": 1})).is_err());
    assert!(read::<Part>(json!({"kind": "whole", "percent": 1, "x": 1})).is_err());
    assert!(read::<Part>(json!({"kind": "line"})).is_ok());
    assert!(read::<Part>(json!({"kind": "line", "x": 1})).is_err());
    assert!(read::<Adjacent>(json!({"t": "NOTHING", "x": 1})).is_err());
    assert!(read::<Adjacent>(json!({"t": "ONE_THING", "c": {"the-field": 1, "x": 1}})).is_err());
}

#[test]
fn a_name_is_a_string_and_nothing_else() {
    assert_eq!(read::<Role>(json!("BOT")), Ok(Role::Bot));
    assert_eq!(read::<Role>(json!("owner")), Ok(Role::Owner));
    assert!(read::<Role>(json!("Owner")).unwrap_err().contains("unknown variant `Owner`"));
    assert!(read::<Role>(json!({"owner": null})).is_err());
    assert!(read::<Role>(json!(0)).is_err());
}

#[test]
fn an_option_is_absent_or_null_and_left_out_when_none() {
    let bare = json!({"roomId": "lobby", "n": 1});
    let join = read::<JoinRoom>(bare.clone()).unwrap();
    assert_eq!(join.nick, None);
    assert_eq!(wire(&join), bare);
    assert_eq!(read::<JoinRoom>(json!({"roomId": "lobby", "n": 1, "nick": null})).as_ref(), Ok(&join));
    assert_eq!(
        read::<Part>(json!({"kind": "text", "textBody": "a", "quote": null})),
        Ok(Part::Text { text_body: "a".into(), quote: None })
    );
}

#[test]
fn a_newtype_with_constraints_is_never_invalid() {
    assert!(RoomId::new("").is_err());
    assert!(RoomId::try_from("Not Lower").is_err());
    assert!(RoomId::try_from(String::from("lobby")).is_ok());
    assert!("a b".parse::<RoomId>().is_err());
    assert!(read::<RoomId>(json!("A")).unwrap_err().contains("must match the pattern"));
    assert_eq!(Percent::new(101).unwrap_err().issues()[0].code, "range");
    assert!(Tags::new(vec!["a".to_owned(); 3]).is_err());

    let room: RoomId = "lobby".parse().unwrap();
    assert_eq!((room.as_str(), room.len(), room.to_string()), ("lobby", 5, "lobby".to_owned()));
    assert_eq!(AsRef::<str>::as_ref(&room), "lobby");
    assert_eq!(wire(&room), json!("lobby"));
    let counts = HashMap::from([(room.clone(), 1)]);
    assert_eq!(counts.get("lobby"), Some(&1));
    assert!(room < RoomId::new("z").unwrap());
    assert_eq!(room.into_inner(), "lobby");
    let half = Percent::new(50).unwrap();
    assert_eq!((*half, half.to_string(), half), (50.0, "50".to_owned(), half));
}

#[test]
fn an_invalid_newtype_is_read_only_where_it_is_validated_afterwards() {
    let read =
        wskit::validate::deferred(|| read::<JoinRoom>(json!({"roomId": "NO", "n": 1, "nick": ""}))).unwrap();
    let invalid = check(&read).unwrap_err();
    let paths: Vec<_> = invalid.issues().iter().map(|issue| issue.path.as_str()).collect();
    assert_eq!(paths, ["/roomId", "/nick"]);
}

#[test]
fn a_newtype_without_constraints_is_its_inner_value() {
    assert_eq!(wire(&Plain::from("a".to_owned())), json!("a"));
    assert_eq!(read::<Plain>(json!("a")), Ok(Plain("a".to_owned())));
}

#[test]
fn messages_know_their_names_and_kinds() {
    fn event<M: Event + Declared>() -> (&'static str, bool, usize) {
        (M::TYPE, M::HAS_PAYLOAD, M::WIRE_TYPES.len())
    }
    fn from_client<M: FromClient>() {}
    fn from_server<M: FromServer>() {}
    fn meta<M: Message>() -> bool {
        M::Meta::DECLARED
    }
    fn rpc<M: Rpc<Response = User> + Declared>() -> [&'static str; 2] {
        [M::WIRE_TYPES[0].name, M::WIRE_TYPES[1].name]
    }
    fn response<M: Response>() {}
    assert_eq!(event::<JoinRoom>(), ("JOIN_ROOM", true, 1));
    assert_eq!(event::<Ping>(), ("PING", false, 1));
    assert_eq!(event::<Said>(), ("CHAT_MESSAGE", true, 1));
    assert_eq!(<JoinRoom as Message>::PATH, "declare::JoinRoom");
    from_client::<JoinRoom>();
    from_client::<Ping>();
    from_server::<Ping>();
    from_server::<Said>();
    response::<User>();
    assert!(meta::<Said>() && meta::<GetUser>() && !meta::<Ping>());
    assert_eq!(rpc::<GetUser>(), ["GET_USER", "USER"]);
    assert_eq!(rpc::<Whoami>(), ["WHOAMI", "USER"]);
}

#[test]
fn errors_become_replies() {
    let reply =
        |error: GetUserError| wire(&wskit::__private::ErrorSet::into_reply(error).expect("sound details"));
    assert_eq!(
        reply(GetUserError::NotFound { user_id: "7".into() }),
        json!({"code": "NOT_FOUND", "message": "Target resource absent", "details": {"userId": "7"}, "retryable": false})
    );
    assert_eq!(
        reply(GetUserError::Banned { until_ms: 9, why: None }),
        json!({"code": "USER_BANNED", "message": "banned until 9", "details": {"untilMs": 9}, "retryable": true})
    );
    assert_eq!(
        reply(GetUserError::Away),
        json!({"code": "UNAVAILABLE", "message": "Transient infrastructure error", "retryable": false})
    );
    assert_eq!(
        reply(GetUserError::TooEarly),
        json!({"code": "TOO_EARLY", "message": "TOO_EARLY", "retryable": true, "retryAfterMs": 1234})
    );
    assert_eq!(reply(GetUserError::Odd), json!({"code": "ODD", "message": "ODD", "retryable": false}));
    assert_eq!(GetUserError::Banned { until_ms: 9, why: None }.to_string(), "USER_BANNED: banned until 9");
    assert_eq!(GetUserError::Odd.to_string(), "ODD: ODD");
}

/// `?` tells a declared error from every other.
fn handler() -> Result<(), Failure<GetUser>> {
    let parsed: Result<u8, _> = "1".parse();
    parsed?;
    if wire(&Role::Owner).is_null() {
        Err(wskit::Code::NotFound)?;
        Err(wskit::Error::internal("x"))?;
    }
    Err(GetUserError::Odd)?;
    Ok(())
}

#[test]
fn a_handler_fails_with_its_declared_errors() {
    assert_eq!(handler().unwrap_err().to_string(), "ODD: ODD");
}
