pub type Tags = std::collections::BTreeSet<u8>;

wskit::message!(
    #[data]
    pub enum Step {
        Go { tags: Tags },
        Stay,
    }
);

fn main() {}
