wskit::message!(
    #[data]
    #[derive(Missing)]
    pub struct Point {
        pub x: u8,
    }
);

fn main() {}
