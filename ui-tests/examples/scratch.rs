#[derive(Debug, Clone, PartialEq)]
pub struct Plain {
    pub text: String,
}
wskit::message!(
    #[event]
    pub struct Said {
        pub plain: Plain,
        pub plains: Vec<Plain>,
        pub maybe: Option<Plain>,
        pub map: std::collections::HashMap<String, Plain>,
        pub set: std::collections::BTreeMap<u32, Plain>,
    }
    #[data]
    pub struct When {
        pub at: std::time::SystemTime,
        pub at2: std::time::Instant,
    }
    #[data]
    pub struct Tuple(Plain, u8);
    #[data]
    pub struct Newtype(Plain);
    #[data]
    pub struct Page<T> {
        plain: Plain,
        t: T,
    }
    #[data]
    pub enum Tagged {
        A { plain: Plain },
        B(Plain),
    }
    #[data]
    #[serde(untagged)]
    pub enum Untagged {
        A { plain: Plain },
        B(Plain),
    }
    #[data]
    #[serde(tag = "t", content = "c")]
    pub enum Adj {
        A { plain: Plain },
        B(Plain),
    }
    #[error]
    pub enum Er {
        A { plain: Plain },
    }
);
fn main() {}
