//! A declaration that is deprecated as a whole brings no warning of its own, and is described as it would be otherwise.
#![deny(warnings, unreachable_pub)]

use serde_json::{Value, json};
use wskit::schema::DescribeProtocol;

pub mod current {
    wskit::message!(
        /// What was said.
        #[event(since = "1.1")]
        pub struct Said {
            #[validate(length(min = 1, max = 9))]
            pub text: String,
            pub by: Option<Name>,
            #[serde(default)]
            pub page: Page<u8>,
        }
        /// A name.
        #[data]
        pub struct Name(#[validate(length(min = 1), pattern("^[a-z]+$"))] String);
        #[data]
        #[derive(Default)]
        pub struct Page<T> {
            #[validate(items(max = 3))]
            pub items: Vec<T>,
            #[serde(alias = "offset")]
            pub start: Option<Inner>,
        }
        #[data]
        pub struct Inner(pub u8);
        #[data]
        pub enum Level {
            VeryLow,
            High,
        }
        #[data]
        pub enum Part {
            Text {
                #[validate(length(max = 9))]
                text: String,
            },
            Line,
        }
        #[data]
        #[serde(untagged)]
        pub enum Any {
            Part(Part),
            Number { number: u8 },
        }
        #[data]
        #[serde(tag = "type", content = "value")]
        pub enum Adjacent {
            Level(Level),
            Any(Any),
        }
        #[rpc(response = Answer, progress = Adjacent, error = Refused, meta = Trace)]
        pub struct Ask {
            #[wire(string)]
            pub count: u64,
        }
        #[response]
        pub struct Answer;
        #[meta]
        pub struct Trace {
            pub trace_id: String,
        }
        #[error]
        pub enum Refused {
            #[code("NOT_FOUND")]
            NotFound { id: u8 },
        }
    );

    wskit::protocol!(pub Chat { version = "1.0.0"; Said, Ask });
}

pub mod old {
    // What other declarations make of a deprecated one, they have to answer for.
    #![allow(deprecated)]

    wskit::message!(
        /// What was said.
        #[event(since = "1.1")]
        #[deprecated(note = "of old")]
        pub struct Said {
            #[validate(length(min = 1, max = 9))]
            pub text: String,
            pub by: Option<Name>,
            #[serde(default)]
            pub page: Page<u8>,
        }
        /// A name.
        #[data]
        #[deprecated(note = "of old")]
        pub struct Name(#[validate(length(min = 1), pattern("^[a-z]+$"))] String);
        #[data]
        #[deprecated(note = "of old")]
        #[derive(Default)]
        pub struct Page<T> {
            #[validate(items(max = 3))]
            pub items: Vec<T>,
            #[serde(alias = "offset")]
            pub start: Option<Inner>,
        }
        #[data]
        #[deprecated(note = "of old")]
        pub struct Inner(pub u8);
        #[data]
        #[deprecated(note = "of old")]
        pub enum Level {
            VeryLow,
            High,
        }
        #[data]
        #[deprecated(note = "of old")]
        pub enum Part {
            Text {
                #[validate(length(max = 9))]
                text: String,
            },
            Line,
        }
        #[data]
        #[deprecated(note = "of old")]
        #[serde(untagged)]
        pub enum Any {
            Part(Part),
            Number { number: u8 },
        }
        #[data]
        #[deprecated(note = "of old")]
        #[serde(tag = "type", content = "value")]
        pub enum Adjacent {
            Level(Level),
            Any(Any),
        }
        #[rpc(response = Answer, progress = Adjacent, error = Refused, meta = Trace)]
        #[deprecated(note = "of old")]
        pub struct Ask {
            #[wire(string)]
            pub count: u64,
        }
        #[response]
        #[deprecated(note = "of old")]
        pub struct Answer;
        #[meta]
        #[deprecated(note = "of old")]
        pub struct Trace {
            pub trace_id: String,
        }
        #[error]
        #[deprecated(note = "of old")]
        pub enum Refused {
            #[code("NOT_FOUND")]
            NotFound { id: u8 },
        }
    );

    wskit::protocol!(pub Chat { version = "1.0.0"; Said, Ask });
}

pub mod alone {
    wskit::message!(
        #[event]
        #[deprecated]
        pub struct Said {
            #[validate(length(min = 1, max = 9))]
            pub text: String,
        }
        #[data]
        #[deprecated]
        pub struct Name(#[validate(length(min = 1))] String);
        #[data]
        #[deprecated]
        pub struct Page<T> {
            #[validate(items(max = 3))]
            pub items: Vec<T>,
        }
        #[data]
        #[deprecated]
        pub enum Level {
            Low,
        }
        #[data]
        #[deprecated]
        pub enum Part {
            Text { text: String },
        }
        #[data]
        #[deprecated]
        #[serde(untagged)]
        pub enum Any {
            Number { number: u8 },
        }
        #[data]
        #[deprecated]
        #[serde(tag = "type", content = "value")]
        pub enum Adjacent {
            Number(u8),
        }
        #[rpc(response = Answer, error = Refused, meta = Trace)]
        #[deprecated]
        pub struct Ask;
        #[response]
        #[deprecated]
        pub struct Answer(pub u8);
        #[meta]
        #[deprecated]
        pub struct Trace {
            pub trace_id: String,
        }
        #[error]
        #[deprecated]
        pub enum Refused {
            NotFound { id: u8 },
        }
    );

    wskit::protocol!(pub Chat { version = "1.0.0"; Said, Ask });
}

fn main() {
    let (current, mut old) = (document::<current::Chat>(), document::<old::Chat>());
    // Three messages, and ten types in the schemas of what is received and of what is sent.
    assert_eq!(removed(&mut old), 3 + 2 * 10);
    assert_eq!(current, old);
    assert_eq!(removed(&mut document::<alone::Chat>()), 3 + 2 * 3);
}

fn document<P: DescribeProtocol>() -> Value {
    json!(P::protocol().expect("a sound protocol"))
}

/// Takes out what is said of deprecations; how often it was said.
fn removed(value: &mut Value) -> usize {
    match value {
        Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|key, _| key != "deprecated");
            before - fields.len() + fields.values_mut().map(removed).sum::<usize>()
        }
        Value::Array(items) => items.iter_mut().map(removed).sum(),
        _ => 0,
    }
}
