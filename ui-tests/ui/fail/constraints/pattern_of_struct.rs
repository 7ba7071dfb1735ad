wskit::message!(
    #[data]
    pub struct Point {
        pub x: f64,
    }
    #[event]
    pub struct Moved {
        #[validate(pattern("^[a-z]+$"))]
        pub to: Point,
        #[validate(range(min = 1))]
        pub from: Point,
    }
);

fn main() {}
