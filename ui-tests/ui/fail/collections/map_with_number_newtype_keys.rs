use std::collections::BTreeMap;

wskit::message!(
    #[data]
    pub struct Id(#[validate(range(max = 9))] u8);
    #[event]
    pub struct Moved {
        pub names: BTreeMap<Id, String>,
    }
);

fn main() {}
