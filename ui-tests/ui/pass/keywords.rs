//! Words of the language as names.
#![deny(warnings)]

use wskit::validate::from_json;

wskit::message!(
    #[event]
    pub struct Said {
        pub r#type: String,
        #[validate(length(max = 3))]
        pub r#match: Option<String>,
        pub r#gen: u8,
        pub r#async: r#Move,
        pub value: u8,
        pub at: u8,
        pub issues: u8,
        pub object: u8,
    }
    #[data]
    pub struct r#Move {
        pub r#in: u8,
    }
    #[data]
    pub enum Word {
        r#Fn { r#await: u8 },
        r#Loop,
    }
    #[data]
    pub enum Plain {
        r#Static,
        Other,
    }
    #[error]
    pub enum Refused {
        #[code(message = "{type}")]
        Full { r#type: String },
    }
);

fn main() {
    let json = r#"{"type":"a","gen":1,"async":{"in":1},"value":1,"at":1,"issues":1,"object":1}"#;
    let said: Said = from_json(json).unwrap();
    assert_eq!((said.r#type.as_str(), said.r#async.r#in), ("a", 1));
    let word: Word = from_json(r#"{"kind":"fn","await":1}"#).unwrap();
    assert_eq!(word, Word::Fn { r#await: 1 });
    assert_eq!(from_json::<Plain>(r#""static""#).unwrap(), Plain::Static);
}
