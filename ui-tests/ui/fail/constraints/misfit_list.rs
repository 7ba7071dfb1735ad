use std::collections::BTreeSet;

wskit::message!(
    #[data]
    pub struct Point {
        pub x: f64,
    }
    #[event]
    pub struct Moved {
        #[validate(items(max = 5))]
        pub to: Point,
        #[validate(unique)]
        pub all: BTreeSet<u8>,
        #[validate(inner(length(max = 5)))]
        pub via: Point,
        #[validate(inner(length(max = 5)))]
        pub path: Vec<Point>,
    }
);

fn main() {}
