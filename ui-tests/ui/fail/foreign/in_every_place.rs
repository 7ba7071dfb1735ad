#[derive(Clone, Debug, PartialEq)]
pub struct Plain;

wskit::message!(
    #[data]
    pub struct Pair(pub Plain, pub u8);
    #[data]
    pub struct Wrapped(pub Plain);
    #[data]
    pub enum Tagged {
        Named { plain: Plain },
        Whole(Plain),
    }
    #[data]
    #[serde(untagged)]
    pub enum Untagged {
        Named { plain: Plain },
    }
    #[data]
    #[serde(tag = "t", content = "c")]
    pub enum Adjacent {
        Whole(Plain),
    }
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
        pub plain: Plain,
    }
    #[error]
    pub enum Refused {
        Because { plain: Plain },
    }
);

fn main() {}
