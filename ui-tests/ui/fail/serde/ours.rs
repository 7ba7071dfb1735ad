wskit::message!(
    #[data]
    #[serde(crate = "serde")]
    pub struct Text {
        pub text: String,
    }
    #[data]
    #[serde(bound = "T: Clone")]
    pub struct Page<T> {
        #[serde(bound = "T: Clone")]
        pub items: Vec<T>,
    }
    #[data]
    #[serde(expecting = "a text")]
    pub struct Other {
        pub text: String,
    }
);

fn main() {}
