wskit::message!(
    #[data]
    #[serde(from = "String", into = "String")]
    pub struct Text {
        pub text: String,
    }
    #[data]
    #[serde(try_from = "String")]
    pub struct Other {
        pub text: String,
    }
    #[data]
    #[serde(remote = "Text")]
    pub struct Third {
        pub text: String,
    }
);

fn main() {}
