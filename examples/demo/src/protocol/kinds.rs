//! A payload of every kind of type there is, and back.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Declares a message and the one that answers it with the same payload.
macro_rules! mirrored {
    ($(#[$about:meta])* $asked:ident, $answered:ident { $($(#[$rule:meta])* $field:ident: $type:ty,)* }) => {
        wskit::message!(
            $(#[$about])*
            #[event(from = client)]
            pub struct $asked {
                $($(#[$rule])* pub $field: $type,)*
            }

            /// The same payload.
            #[event(from = server)]
            pub struct $answered {
                $($(#[$rule])* pub $field: $type,)*
            }
        );

        impl From<$asked> for $answered {
            fn from(asked: $asked) -> Self {
                let $asked { $($field),* } = asked;
                Self { $($field),* }
            }
        }
    };
}

mirrored! {
    /// Comes back as `KINDS_OK`.
    Kinds, KindsOk {
        flag: bool,
        int: i32,
        long: i64,
        safe: u64,
        #[wire(string)]
        big: u64,
        ratio: f64,
        text: String,
        nested: Point,
        color: Color,
        shape: Shape,
        slug: Slug,
        note: Option<String>,
        scores: BTreeMap<String, u32>,
        pair: (u8, String),
        points: Vec<Point>,
        id: Uuid,
        at: DateTime<Utc>,
        bytes: Bytes,
        #[validate(length(min = 1, max = 10))]
        length: String,
        #[validate(range(min = 0, max = 100))]
        range: i32,
        #[validate(email)]
        email: String,
        #[validate(url)]
        url: String,
        #[validate(pattern("^[a-z]{2}-[0-9]{2}$"))]
        pattern: String,
        #[validate(contains("mid"))]
        contains: String,
        #[validate(prefix("pre"))]
        prefix: String,
        #[validate(suffix("suf"))]
        suffix: String,
        #[validate(ip)]
        ip: String,
        #[validate(ascii)]
        ascii: String,
        #[validate(items(min = 1, max = 3))]
        items: Vec<u8>,
        #[validate(unique)]
        unique: Vec<String>,
        #[validate(inner(length(max = 5)))]
        inner: Vec<String>,
        even: Even,
    }
}

wskit::message!(
    #[data]
    pub struct Point {
        pub x: f64,
        pub y: f64,
    }

    #[data]
    pub enum Color {
        Red,
        DarkBlue,
    }

    #[data]
    pub enum Shape {
        Circle { radius: f64 },
        Polygon { corners: Vec<Point> },
        Empty,
    }

    /// A rule of one's own.
    #[data]
    pub struct Even(#[validate(custom(is_even))] u32);

    /// Lower case letters, digits and hyphens.
    #[data]
    pub struct Slug(#[validate(length(min = 1, max = 64), pattern("^[a-z0-9-]+$"))] String);
);

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape of a rule of one's own")]
fn is_even(n: &u32) -> Result<(), String> {
    if n.is_multiple_of(2) { Ok(()) } else { Err("must be even".to_owned()) }
}
