//! What is generated needs no docs, uses nothing deprecated that the user does not, and has no unsafe code.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused, trivial_casts)]
#![forbid(unsafe_code)]

wskit::message!(
    /// An id.
    #[data]
    pub struct Id(#[validate(length(max = 9))] String);
    /// A point.
    #[data]
    pub struct Point {
        /// To the right.
        pub x: f64,
    }
    /// What was said.
    #[event]
    pub struct Said {
        /// Who.
        pub by: Id,
        /// Where.
        #[deprecated(note = "nobody cares")]
        pub at: Point,
        /// The parts.
        pub parts: Vec<Part>,
        /// How often.
        #[wire(string)]
        pub count: u64,
    }
    /// A part.
    #[data]
    pub enum Part {
        /// Text.
        Text {
            /// The text.
            #[validate(length(max = 9))]
            text: String,
        },
        /// An old one.
        #[deprecated]
        Old,
    }
    /// Any.
    #[data]
    #[serde(untagged)]
    pub enum Any {
        /// A part.
        Part(Part),
        /// A number.
        Number {
            /// The number.
            number: u8,
        },
    }
    /// What goes wrong.
    #[error]
    pub enum Refused {
        /// Nobody knows.
        #[code("NOT_FOUND")]
        NotFound {
            /// Who.
            id: Id,
        },
    }
    /// Asks.
    #[rpc(response = Answer, progress = Part, error = Refused)]
    pub struct Ask {
        /// Itself, deeper.
        pub tree: Tree,
    }
    /// Answers.
    #[response]
    pub struct Answer;
    /// Grows.
    #[data]
    pub struct Tree {
        /// On the left.
        pub left: Option<Box<Tree>>,
        /// Everywhere.
        pub all: Vec<Tree>,
    }
);

wskit::protocol!(
    /// All of it.
    pub Chat { version = "1.0.0"; Said, Ask }
);

fn main() {
    assert!(wskit::validate::from_json::<Tree>(r#"{"all": [{"all": []}]}"#).is_ok());
}
