use std::collections::HashMap;

pub struct Plain {
    pub text: String,
}

wskit::message!(
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
    }
    #[event]
    pub struct Said {
        pub list: Vec<Plain>,
        pub page: Page<Plain>,
        pub pages: Option<Page<Page<Plain>>>,
        pub map: HashMap<String, Plain>,
        pub maps: Option<HashMap<String, Option<Plain>>>,
    }
);

fn main() {}
