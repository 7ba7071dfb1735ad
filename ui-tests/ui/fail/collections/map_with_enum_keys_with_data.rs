use std::collections::BTreeMap;

wskit::message!(
    #[data]
    #[derive(Eq, PartialOrd, Ord)]
    pub enum Key {
        Named { name: String },
        None,
    }
    #[event]
    pub struct Moved {
        pub names: BTreeMap<Key, String>,
    }
);

fn main() {}
