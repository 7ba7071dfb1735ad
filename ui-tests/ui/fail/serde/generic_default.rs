wskit::message!(
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
        #[serde(default)]
        pub total: u32,
    }
    #[data]
    #[derive(Default)]
    #[serde(default)]
    pub struct List<T> {
        pub items: Vec<T>,
    }
);

fn main() {}
