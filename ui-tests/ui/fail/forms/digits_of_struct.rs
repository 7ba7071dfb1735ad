wskit::message!(
    #[data]
    pub struct Point {
        pub x: u8,
    }
    #[event]
    pub struct Moved {
        #[wire(string)]
        pub to: Point,
        #[wire(string)]
        pub all: Vec<Point>,
    }
);

fn main() {}
