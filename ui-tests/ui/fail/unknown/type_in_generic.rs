wskit::message!(
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
        pub info: PageInfo,
    }
);

fn main() {}
