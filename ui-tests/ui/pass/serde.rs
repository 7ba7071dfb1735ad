//! The serde attributes that are honoured; `wskit-macros/src/check/serde.rs` lists all.
#![deny(warnings)]

use wskit::validate::from_json;

mod as_text {
    pub fn serialize<S: serde::Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text: String = serde::Deserialize::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

wskit::message!(
    #[data]
    #[serde(deny_unknown_fields)]
    pub struct Fields {
        #[serde(rename = "NAME", alias = "name")]
        pub name: String,
        #[serde(default)]
        pub zero: u8,
        #[serde(default = "three")]
        pub three: u8,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub tags: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub nick: Option<String>,
        #[serde(skip)]
        pub hidden: u8,
        #[serde(with = "as_text")]
        #[schemars(with = "String")]
        #[ts(type = "string")]
        pub ledger: u64,
    }
    #[data]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    pub struct Loud {
        pub the_name: u8,
    }
    #[data]
    #[derive(Default)]
    #[serde(default)]
    pub struct Defaults {
        pub a: u8,
    }
    #[data]
    #[serde(transparent)]
    pub struct Wrapped {
        pub inner: u8,
    }
    #[data]
    #[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "snake_case")]
    pub enum Tagged {
        GoTo { the_room: u8 },
        #[serde(rename = "sit")]
        Stay,
        #[serde(rename_all = "UPPERCASE")]
        Shout { text: String },
        #[serde(skip)]
        Never,
    }
    #[data]
    #[serde(tag = "t", content = "c")]
    pub enum Adjacent {
        Pair(u8, u8),
        Maybe { inner: Option<Wrapped> },
        None,
    }
    #[data]
    #[serde(untagged)]
    pub enum Untagged {
        Number(u8),
        Named { name: String },
    }
);

fn three() -> u8 {
    3
}

fn there_and_back<T: wskit::validate::Validate>(from: &str, to: &str) {
    let value: T = from_json(from).unwrap();
    assert_eq!(wskit::__private::serde_json::to_string(&value).unwrap(), to);
}

fn main() {
    there_and_back::<Fields>(
        r#"{"name":"a","ledger":"7"}"#,
        r#"{"NAME":"a","zero":0,"three":3,"ledger":"7"}"#,
    );
    assert!(from_json::<Fields>(r#"{"NAME":"a","ledger":"7","hidden":1}"#).is_err());
    there_and_back::<Loud>(r#"{"THE_NAME":1}"#, r#"{"THE_NAME":1}"#);
    there_and_back::<Defaults>("{}", r#"{"a":0}"#);
    there_and_back::<Wrapped>("1", "1");
    there_and_back::<Tagged>(r#"{"type":"go-to","the_room":1}"#, r#"{"type":"go-to","the_room":1}"#);
    there_and_back::<Tagged>(r#"{"type":"sit"}"#, r#"{"type":"sit"}"#);
    there_and_back::<Tagged>(r#"{"type":"shout","TEXT":"a"}"#, r#"{"type":"shout","TEXT":"a"}"#);
    assert!(from_json::<Tagged>(r#"{"type":"never"}"#).is_err());
    there_and_back::<Adjacent>(r#"{"t":"pair","c":[1,2]}"#, r#"{"t":"pair","c":[1,2]}"#);
    there_and_back::<Adjacent>(r#"{"t":"maybe","c":{}}"#, r#"{"t":"maybe","c":{}}"#);
    there_and_back::<Adjacent>(r#"{"t":"none"}"#, r#"{"t":"none"}"#);
    there_and_back::<Untagged>(r#"{"name":"a"}"#, r#"{"name":"a"}"#);
}
