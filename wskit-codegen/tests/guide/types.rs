//! What `docs/types.md` declares.

use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

wskit::message!(
    /// A place on the map.
    #[data]
    pub struct Place {
        pub place_id: u32,
        /// As people say it.
        pub name: String,
        #[deprecated(note = "use `position`")]
        pub map_square: Option<String>,
        pub position: (f64, f64),
    }
);

wskit::message!(
    #[data]
    pub struct RoomId(#[validate(length(min = 1, max = 64), pattern("^[a-z0-9-]+$"))] String);

    #[data]
    pub struct Celsius(pub f64);
);

wskit::message!(
    #[data]
    pub enum Role {
        Owner,
        Moderator,
        #[serde(rename = "read-only")]
        ReadOnly,
    }

    #[data]
    pub enum Part {
        Text { body: String },
        Image { url: String, width_px: Option<u16> },
        Pin(Pin),
        Line,
    }

    #[data]
    pub struct Pin {
        pub place_id: u32,
    }
);

wskit::message!(
    #[data]
    #[serde(tag = "type", content = "value")]
    pub enum Setting {
        Volume(u8),
        Window(u16, u16),
        Theme { dark: bool },
        Reset,
    }

    #[data]
    #[serde(untagged)]
    pub enum Target {
        Everybody,
        Room(String),
        Users(Vec<u32>),
    }
);

wskit::message!(
    #[data]
    pub struct Nick {
        pub nick: Option<String>,
    }
);

wskit::message!(
    #[data]
    pub struct Search {
        pub text: String,
        #[serde(default, alias = "skip")]
        pub offset: u32,
        #[serde(default = "ten")]
        pub limit: u8,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub tags: Vec<String>,
    }
);

fn ten() -> u8 {
    10
}

wskit::message!(
    #[data]
    pub struct Score {
        pub by_team: HashMap<Team, u32>,
        pub by_name: BTreeMap<String, u32>,
        pub members: HashSet<Uuid>,
        pub range: (u32, u32),
        pub corners: [bool; 4],
        pub by_suit: BTreeMap<Suit, u32>,
    }

    #[data]
    pub struct Team(#[validate(pattern("^[A-Z]{3}$"))] String);

    #[data]
    #[derive(Eq, PartialOrd, Ord)]
    pub enum Suit {
        Hearts,
        Spades,
    }
);

wskit::message!(
    #[data]
    pub struct Account {
        pub revision: u64,
        #[wire(string)]
        pub ledger: u64,
        #[wire(string)]
        #[validate(range(min = 1))]
        pub balance: i128,
        #[wire(string)]
        pub parents: Vec<u64>,
    }
);

wskit::message!(
    #[data]
    pub struct Invoice {
        pub id: Uuid,
        pub issued_at: DateTime<Utc>,
        pub due: NaiveDate,
        pub remind_at: jiff::Timestamp,
        pub total: Decimal,
        pub seal: Bytes,
        pub link: Option<Url>,
        pub custom_fields: Value,
    }
);

wskit::message!(
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
        pub next: Option<u32>,
    }

    #[data]
    pub struct Comment {
        pub text: String,
        pub replies: Vec<Comment>,
    }
);

wskit::message!(
    #[event]
    pub struct Comments {
        pub page: Page<Comment>,
    }
);

wskit::message!(
    #[data]
    pub struct Legacy {
        #[serde(rename = "ID")]
        pub id: u32,
        #[serde(skip)]
        pub cached: bool,
        #[validate(skip)]
        #[serde(with = "seconds")]
        #[schemars(with = "u64")]
        #[ts(type = "number")]
        pub age: std::time::Duration,
    }
);

mod seconds {
    use std::time::Duration;

    pub fn serialize<S: serde::Serializer>(age: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(age.as_secs())
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        serde::Deserialize::deserialize(deserializer).map(Duration::from_secs)
    }
}
