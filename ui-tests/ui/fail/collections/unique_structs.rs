wskit::message!(
    #[data]
    #[derive(Eq, Hash, PartialOrd, Ord)]
    pub struct Point {
        pub x: u8,
    }
    #[event]
    pub struct Moved {
        #[validate(unique)]
        pub points: Vec<Point>,
    }
);

fn main() {}
