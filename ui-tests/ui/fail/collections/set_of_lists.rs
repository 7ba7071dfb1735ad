use std::collections::BTreeSet;

wskit::message!(
    #[event]
    pub struct Moved {
        pub rows: BTreeSet<Vec<u8>>,
    }
);

fn main() {}
