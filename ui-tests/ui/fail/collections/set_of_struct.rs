use std::collections::{BTreeSet, HashSet};

wskit::message!(
    #[data]
    #[derive(Eq, Hash, PartialOrd, Ord)]
    pub struct Point {
        pub x: u8,
    }
    #[event]
    pub struct Moved {
        pub points: HashSet<Point>,
        pub sorted: BTreeSet<Point>,
    }
);

fn main() {}
