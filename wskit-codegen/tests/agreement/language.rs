//! Every type the language has, and every constraint.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    num::{NonZeroI32, NonZeroU8, NonZeroU64},
};

use bytes::Bytes;
use rust_decimal::Decimal;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

wskit::message!(
    #[data]
    pub(crate) struct Numbers {
        pub u8: u8,
        pub i8: i8,
        pub u16: u16,
        pub i16: i16,
        pub u32: u32,
        pub i32: i32,
        pub u64: u64,
        pub i64: i64,
        pub usize: usize,
        pub isize: isize,
        pub f32: f32,
        pub f64: f64,
        pub non_zero: NonZeroU8,
        pub non_zero_signed: NonZeroI32,
        pub non_zero_wide: NonZeroU64,
    }

    #[data]
    pub(crate) struct Digits {
        #[wire(string)]
        pub narrow: u8,
        #[wire(string)]
        pub wide: u64,
        #[wire(string)]
        pub signed: i64,
        #[wire(string)]
        pub widest: u128,
        #[wire(string)]
        pub widest_signed: i128,
        #[wire(string)]
        pub maybe: Option<u64>,
        #[wire(string)]
        pub list: Vec<i32>,
        #[wire(string)]
        #[validate(range(min = 7, max = 1_000_000_000_000))]
        pub bounded: u64,
    }

    #[data]
    pub(crate) struct Texts {
        pub text: String,
        pub character: char,
        pub shared: Cow<'static, str>,
        pub boxed: Box<str>,
        pub flag: bool,
        pub nothing: (),
        pub anything: Value,
    }

    #[data]
    pub(crate) struct Constrained {
        #[validate(length(min = 2, max = 4))]
        pub text: String,
        #[validate(length(equal = 3))]
        pub exact: String,
        #[validate(range(min = -3, max = 3))]
        pub small: i32,
        #[validate(range(min = 0.5, max = 1.5))]
        pub real: f64,
        #[validate(range(min = 0.1, max = 0.3))]
        pub single: f32,
        #[validate(range(exclusive_min = 0.0, exclusive_max = 1.0))]
        pub open: f64,
        #[validate(range(exclusive_min = 0.1, exclusive_max = 0.7))]
        pub open_single: f32,
        #[validate(pattern("^[a-c]+(-[0-9]{1,2})?$"))]
        pub code: String,
        #[validate(email)]
        pub email: String,
        #[validate(length(min = 1))]
        pub maybe: Option<String>,
        #[validate(url)]
        pub url: String,
        #[validate(ip)]
        pub ip: String,
        #[validate(ip(v4))]
        pub v4: String,
        #[validate(ip(v6))]
        pub v6: String,
        #[validate(ascii, contains("b"), prefix("a"), suffix("c"))]
        pub fragments: String,
    }

    #[data]
    pub(crate) struct Collections {
        #[validate(length(max = 2))]
        pub list: Vec<u8>,
        #[validate(items(min = 1, max = 3), unique, inner(range(min = 1, max = 5)))]
        pub distinct: Vec<u8>,
        pub queue: VecDeque<bool>,
        pub set: HashSet<String>,
        #[validate(items(max = 3))]
        pub sorted: BTreeSet<i32>,
        pub names: HashSet<Color>,
        #[validate(length(min = 1, max = 2))]
        pub map: BTreeMap<String, u8>,
        #[validate(inner(length(max = 2)))]
        pub texts: HashMap<String, String>,
        pub by_name: HashMap<Name, Percent>,
        pub by_color: BTreeMap<Color, bool>,
        pub by_id: HashMap<Uuid, Vec<Uuid>>,
        pub pair: (u8, String),
        pub one: (Name,),
        pub three: [bool; 3],
        pub nested: Option<Vec<Option<Vec<Name>>>>,
        pub boxed: Box<Percent>,
    }

    #[data]
    pub(crate) struct Name(#[validate(length(min = 1, max = 3), pattern("^[^ ]*$"))] String);

    #[data]
    pub(crate) struct Percent(#[validate(range(max = 100))] u8);

    #[data]
    pub(crate) struct Meters(pub f64);

    #[data]
    #[derive(PartialEq, Eq, Hash)]
    pub(crate) struct UserId(pub Uuid);

    #[data]
    pub(crate) struct Serial(#[wire(string)] pub u64);

    #[data]
    pub(crate) struct Tags(#[validate(items(max = 2), unique, inner(length(min = 1)))] Vec<String>);

    #[data]
    pub(crate) struct Maybe(#[validate(range(min = 5))] Option<u8>);

    #[data]
    pub(crate) struct Both(pub u8, #[validate(length(max = 2))] pub String);

    #[data]
    pub(crate) struct Nothing;

    #[data]
    pub(crate) struct Empty {}

    #[data]
    #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub(crate) enum Color {
        Red,
        DarkBlue,
        #[serde(rename = "off-white")]
        White,
    }

    #[data]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    pub(crate) enum Level {
        VeryLow,
        High,
    }

    #[data]
    pub(crate) enum Figure {
        Nothing,
        Circle {
            #[validate(range(min = 0.0))]
            radius: f64,
        },
        Box {
            sides: Vec<Percent>,
            name: Option<Name>,
        },
        Known(Point),
    }

    #[data]
    pub(crate) struct Point {
        pub x: i8,
        #[validate(range(max = 9))]
        pub y: i8,
    }

    #[data]
    #[serde(tag = "type", content = "value")]
    pub(crate) enum Adjacent {
        Nothing,
        One(Name),
        Two(u8, bool),
        Named { point: Point, maybe: Option<u8> },
    }

    #[data]
    #[serde(untagged)]
    pub(crate) enum Untagged {
        Nothing,
        Short(Name),
        Point(Point),
        Sized {
            #[validate(range(min = 1))]
            size: u8,
        },
        Pair(u8, bool),
        Number(f64),
        Later(String),
    }

    #[data]
    #[serde(untagged)]
    pub(crate) enum Filter {
        Word(Name),
        Not { not: Box<Self> },
        NotBoth { not: Box<Filter>, nor: Vec<Filter> },
        All(Vec<Filter>),
    }

    #[data]
    #[serde(rename_all = "kebab-case")]
    pub(crate) struct Named {
        pub first_name: String,
        #[serde(rename = "$last")]
        #[serde(alias = "surname", alias = "family")]
        pub last_name: String,
        #[serde(alias = "nick")]
        pub nickname: Option<Name>,
        #[serde(alias = "many", default)]
        pub lots: HashSet<u8>,
        pub r#type: u8,
        #[serde(default)]
        #[validate(range(max = 7))]
        pub count: u8,
        #[serde(default = "three")]
        pub level: Option<u8>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub list: Vec<Name>,
        #[serde(skip)]
        pub hidden: u8,
        #[serde(default)]
        pub set: HashSet<u8>,
        pub absent: Option<Name>,
    }

    #[data]
    #[serde(default)]
    #[derive(Default)]
    pub(crate) struct Defaults {
        pub width: u8,
        pub names: Vec<Name>,
        pub color: Option<Color>,
        pub ids: HashSet<Uuid>,
    }

    #[data]
    pub(crate) struct Times {
        pub instant: chrono::DateTime<chrono::Utc>,
        pub offset: chrono::DateTime<chrono::FixedOffset>,
        pub day: chrono::NaiveDate,
        pub time: chrono::NaiveTime,
        pub local: chrono::NaiveDateTime,
        pub timestamp: jiff::Timestamp,
        pub date: jiff::civil::Date,
        pub clock: jiff::civil::Time,
        pub civil: jiff::civil::DateTime,
        pub maybe: Option<jiff::civil::Date>,
    }

    #[data]
    pub(crate) struct Libraries {
        pub id: Uuid,
        pub user: UserId,
        pub users: HashSet<UserId>,
        pub bytes: Bytes,
        pub amount: Decimal,
        pub link: Url,
        pub serial: Serial,
        pub maybe: Option<Uuid>,
        pub list: Vec<Option<Decimal>>,
    }

    #[data]
    pub(crate) struct Tree {
        pub value: Percent,
        pub children: Vec<Tree>,
        pub left: Option<Box<Tree>>,
        pub by_name: BTreeMap<String, Tree>,
    }

    #[data]
    pub(crate) struct Page<T> {
        pub items: Vec<T>,
        pub next: Option<T>,
        #[validate(range(min = 1))]
        pub number: u32,
    }

    #[data]
    #[serde(untagged)]
    pub(crate) enum OneOrMany<T> {
        One(T),
        Many(Vec<T>),
    }

    #[data]
    pub(crate) struct Nested {
        pub name: Name,
        pub constrained: Option<Box<Constrained>>,
        pub color: Color,
        pub level: Level,
        pub figures: Vec<Figure>,
        pub adjacent: Adjacent,
        pub untagged: Untagged,
        pub meters: Meters,
        pub tags: Tags,
        pub both: Both,
        pub nothing: Nothing,
        pub empty: Empty,
        pub tree: Tree,
        pub page: Page<Percent>,
        pub ids: Page<Uuid>,
        pub either: OneOrMany<Name>,
    }
);

#[allow(clippy::unnecessary_wraps, reason = "it is the default of an Option")]
fn three() -> Option<u8> {
    Some(3)
}
