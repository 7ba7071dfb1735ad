//! Declared types on the wire.
#![allow(missing_docs, dead_code, reason = "a test's types need no docs")]

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use wskit::{
    __private::{Message as _, serde_json},
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

fn wire<T: wskit::__private::serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}
fn read<T: wskit::__private::serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[test]
fn probe() {
    use wskit::__private::schemars::schema_for;
    println!("{}", serde_json::to_string_pretty(&schema_for!(Part)).unwrap());
    println!("{}", serde_json::to_string_pretty(&schema_for!(Adjacent)).unwrap());
    println!("{}", serde_json::to_string_pretty(&schema_for!(JoinRoom)).unwrap());
    println!("{:?}", read::<Part>(json!({"kind": "line"})));
    println!("{:?}", read::<Part>(json!({"kind": "line", "x": 1})));
    println!("{:?}", read::<Part>(json!({"kind": "whole", "percent": 1})));
    println!("{:?}", read::<Part>(json!({"kind": "whole", "percent": 1, "x": 1})));
    println!("{:?}", read::<Adjacent>(json!({"t": "NOTHING"})));
    println!("{:?}", read::<Adjacent>(json!({"t": "NOTHING", "c": null})));
    println!("{:?}", read::<Adjacent>(json!({"t": "NOTHING", "x": null})));
    println!("{:?}", read::<Role>(json!({"owner": null})));
    println!("{:?}", read::<Stage>(json!([1])));
    let cfg = wskit::__private::ts_rs::Config::default();
    use wskit::__private::TS;
    println!("{} {} {}", Part::decl(&cfg), Adjacent::decl(&cfg), JoinRoom::decl(&cfg));
    println!("{} {}", Page::<u8>::decl(&cfg), Said::decl(&cfg));
    println!("{} {} {}", User::decl(&cfg), Role::decl(&cfg), Ping::decl(&cfg));
}
