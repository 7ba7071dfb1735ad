wskit::message!(
    #[data]
    pub enum Part {
        Text(String),
        Pair(u8, u8),
        Fine { body: String },
    }
    #[event]
    pub struct Said {
        pub part: Part,
    }
);

fn main() {}
