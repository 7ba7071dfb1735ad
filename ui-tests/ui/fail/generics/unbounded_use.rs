wskit::message!(
    #[data]
    pub struct Page<T> {
        pub items: Vec<T>,
    }
);

fn check<T>(page: &Page<T>) {
    let _ = wskit::validate::check(page);
}

fn main() {}
