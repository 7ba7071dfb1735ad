use std::collections::HashMap;

wskit::message!(
    #[event]
    pub struct Moved {
        #[wire(string)]
        pub counts: HashMap<String, u64>,
    }
);

fn main() {}
