use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plain {
    pub text: String,
}

wskit::message!(
    #[event]
    pub struct Said {
        #[validate(skip)]
        pub plain: Plain,
    }
);

fn main() {}
