use std::collections::HashMap;

wskit::message!(
    #[event]
    pub struct Moved {
        #[validate(unique)]
        pub name: String,
        #[validate(unique)]
        pub names: HashMap<String, u8>,
    }
);

fn main() {}
