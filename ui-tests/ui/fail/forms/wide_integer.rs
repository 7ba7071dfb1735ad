wskit::message!(
    #[event]
    pub struct Moved {
        pub ledger: u128,
        pub all: Vec<i128>,
        pub maybe: Option<u128>,
        #[validate(range(min = 1))]
        pub limited: i128,
    }
);

fn main() {}
