wskit::message!(
    #[event]
    pub struct Moved {
        pub a: Missing,
        pub b: Vec<Gone>,
        pub c: Option<std::collections::HashSet<Lost>>,
    }
);

fn main() {}
