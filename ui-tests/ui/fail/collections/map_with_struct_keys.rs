use std::collections::HashMap;

wskit::message!(
    #[data]
    #[derive(Eq, Hash, PartialOrd, Ord)]
    pub struct Point {
        pub x: u8,
    }
    #[event]
    pub struct Moved {
        pub names: HashMap<Point, String>,
    }
);

fn main() {}
