wskit::message!(
    #[event]
    pub struct Moved {
        pub at: std::time::Instant,
        pub all: Vec<std::time::Instant>,
    }
);

fn main() {}
