wskit::message!(
    #[event]
    pub struct Moved {
        #[serde(borrow)]
        pub a: String,
        #[serde(getter = "get")]
        pub b: String,
    }
);

fn main() {}
