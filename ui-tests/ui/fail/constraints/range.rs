wskit::message!(
    #[event]
    pub struct Moved {
        #[validate(range(min = 0, exclusive_min = 1))]
        pub a: u8,
        #[validate(range(exclusive_max = 1.5, max = 1.0))]
        pub b: f64,
        #[validate(range(exclusive_min = 1, exclusive_max = 2))]
        pub c: i32,
        #[validate(range(exclusive_min = 255))]
        pub d: u8,
        #[validate(range(min = 1.0, exclusive_max = 1))]
        pub e: f64,
        #[validate(range(exclusive_minimum = 1))]
        pub f: u8,
    }
);

fn main() {}
