wskit::message!(
    #[data]
    pub struct Point {
        pub x: f64,
    }
    #[event]
    pub struct Moved {
        #[validate(length(max = 5))]
        pub to: Point,
    }
);

fn main() {}
