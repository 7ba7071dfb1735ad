wskit::message!(
    #[event]
    pub struct Moved {
        #[serde(rename)]
        pub a: u8,
        #[serde(rename = 3)]
        pub b: u8,
        #[serde(skip = "true")]
        pub c: u8,
        #[serde("rename")]
        pub d: u8,
        #[serde(rename = "e", rename = "f")]
        pub e: u8,
    }
);

fn main() {}
