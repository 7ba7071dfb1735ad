use std::collections::{BTreeMap, HashMap};

wskit::message!(
    #[event]
    pub struct Moved {
        pub names: HashMap<u32, String>,
        pub more: BTreeMap<u64, u8>,
    }
);

fn main() {}
