use std::collections::{BTreeSet, HashSet};

wskit::message!(
    #[data]
    pub struct Ratio(pub f64);
    #[event]
    pub struct Measured {
        pub distinct: HashSet<f64>,
        pub sorted: BTreeSet<f32>,
        pub ratios: Option<BTreeSet<Ratio>>,
    }
);

fn main() {}
