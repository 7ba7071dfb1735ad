wskit::message!(
    #[event]
    pub struct Moved {
        pub path: std::path::PathBuf,
    }
);

fn main() {}
