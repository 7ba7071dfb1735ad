wskit::message!(
    #[event]
    pub struct Moved {
        pub at: std::time::SystemTime,
    }
);

fn main() {}
