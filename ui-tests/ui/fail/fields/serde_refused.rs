wskit::message!(
    #[event]
    pub struct Moved {
        #[serde(flatten)]
        pub road: String,
        #[serde(rename(serialize = "a", deserialize = "b"))]
        pub number: u32,
    }
    #[data]
    #[serde(from = "String")]
    pub struct Text {
        pub text: String,
    }
    #[data]
    pub enum Color {
        Red,
        #[serde(other)]
        Other,
    }
);

fn main() {}
