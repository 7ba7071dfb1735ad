use std::collections::{BTreeMap, HashMap};

wskit::message!(
    #[event]
    pub struct Counted {
        pub by_id: Option<HashMap<u64, String>>,
        pub rows: Vec<BTreeMap<f64, u8>>,
    }
);

fn main() {}
