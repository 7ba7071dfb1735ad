use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plain {
    pub text: String,
}

wskit::message!(
    #[error]
    pub enum Refused {
        Plain { plain: u8 },
    }
    #[event]
    pub struct Said {
        #[schemars(with = "String")]
        #[ts(type = "string")]
        pub plain: Plain,
    }
);

fn main() {}
