//! Generic data.
#![deny(warnings)]

use std::fmt::Display;

use wskit::validate::from_json;

wskit::message!(
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
        pub next: Option<T>,
        pub first: (T, u8),
        pub info: Info,
    }
    #[data]
    pub struct Bounded<T: Clone + Display, U>
    where
        U: Clone,
    {
        pub left: T,
        pub right: Page<U>,
    }
    #[data]
    pub struct Wrapper<T>(pub T);
    #[data]
    pub enum Either<A, B> {
        Left { value: A },
        Right { value: B },
        Neither,
    }
    #[data]
    #[serde(tag = "t", content = "c")]
    pub enum Adjacent<A> {
        One(A),
        None,
        More(Vec<Self>),
    }
    #[data]
    #[serde(untagged)]
    pub enum Untagged<A> {
        One { a: A },
        None {},
        More(Vec<Self>),
    }
    #[data]
    pub struct Info {
        pub total: u8,
    }
    #[event]
    pub struct Listed {
        pub page: Page<Info>,
        pub either: Either<String, Page<u8>>,
        pub wrapped: Wrapper<Option<Info>>,
        pub bounded: Bounded<String, Info>,
        pub adjacent: Adjacent<Info>,
        pub untagged: Untagged<Vec<u8>>,
    }
);

fn main() {
    let json = r#"{
        "page": {"items": [{"total": 1}], "first": [{"total": 2}, 3], "info": {"total": 4}},
        "either": {"kind": "right", "value": {"items": [1], "first": [2, 3], "info": {"total": 4}}},
        "wrapped": null,
        "bounded": {"left": "a", "right": {"items": [], "first": [{"total": 2}, 3], "info": {"total": 4}}},
        "adjacent": {"t": "more", "c": [{"t": "one", "c": {"total": 1}}]},
        "untagged": [{"a": [1]}, [{}]]
    }"#;
    let listed: Listed = from_json(json).unwrap();
    assert_eq!(listed.page.first.0.total, 2);
    assert!(from_json::<Page<Info>>(r#"{"items": [{"total": 300}], "first": [{"total": 2}, 3]}"#).is_err());
}
