use std::collections::HashMap;

pub struct Plain {
    pub text: String,
}

pub struct Sheet<T>(Vec<T>);

wskit::message!(
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
    }
    #[data]
    pub struct Point {
        pub x: u8,
    }
    #[event]
    pub struct Said {
        pub list: Vec<Plain>,
        pub sheet: Sheet<Point>,
        pub page: Page<Plain>,
        pub pages: Option<Page<Page<Plain>>>,
        pub map: HashMap<String, Plain>,
        pub maps: Option<HashMap<String, Option<Plain>>>,
    }
);

fn main() {}
