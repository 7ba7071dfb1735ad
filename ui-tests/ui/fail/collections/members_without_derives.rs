use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

wskit::message!(
    #[data]
    pub enum Role {
        Owner,
        Member,
    }
    #[event]
    pub struct Counted {
        pub hashed: HashMap<Role, u8>,
        pub set: HashSet<Role>,
    }
    #[data]
    #[derive(Eq, Hash)]
    pub enum Level {
        Low,
        High,
    }
    #[event]
    pub struct Sorted {
        pub sorted: BTreeMap<Level, u8>,
        pub set: BTreeSet<Level>,
    }
);

fn main() {}
