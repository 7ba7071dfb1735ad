wskit::message!(
    #[event]
    pub struct Moved {
        pub took: Option<std::time::Duration>,
    }
);

fn main() {}
