wskit::message!(
    #[event]
    #[derive(Debug, serde::Serialize)]
    pub struct Moved {
        pub to: String,
    }
);

fn main() {}
