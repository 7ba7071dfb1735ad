wskit::message!(
    #[data]
    #[serde(tag = "type")]
    pub struct Point {
        pub x: u8,
    }
    #[data]
    #[serde(untagged)]
    pub struct Other {
        pub x: u8,
    }
);

fn main() {}
