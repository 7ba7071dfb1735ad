wskit::message!(
    #[data]
    pub struct Address {
        pub street: String,
    }
    #[event]
    pub struct Moved {
        #[serde(flatten)]
        pub address: Address,
    }
);

fn main() {}
