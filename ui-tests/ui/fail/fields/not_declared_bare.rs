pub struct Plain;

wskit::message!(
    #[event]
    pub struct Said {
        pub plain: Plain,
    }
    #[data]
    pub struct Wrapped(Plain);
    #[data]
    pub enum Part {
        Text { text: String },
        Plain { plain: Plain },
    }
    #[data]
    #[serde(untagged)]
    pub enum Any {
        Text(String),
        Plain(Plain),
    }
    #[error]
    pub enum Refused {
        Plain { plain: Plain },
    }
);

// What is declared all the same can be used.
pub fn compare(said: &Said, part: &Part, refused: &Refused) -> bool {
    said.clone() == *said && part.clone() == *part && format!("{refused:?}").is_empty()
}

fn main() {}
