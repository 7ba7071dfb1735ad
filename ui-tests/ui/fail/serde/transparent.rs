wskit::message!(
    #[data]
    #[serde(transparent)]
    pub struct Pair {
        pub a: u8,
        pub b: u8,
    }
    #[data]
    #[serde(transparent)]
    pub enum Step {
        Go { to: u8 },
    }
);

fn main() {}
