pub type Tags = std::collections::HashSet<String>;

wskit::message!(
    #[event]
    pub struct Moved {
        pub tags: Tags,
    }
);

fn main() {}
