pub type Names = std::collections::BTreeMap<Box<str>, u8>;

wskit::message!(
    #[event]
    pub struct Moved {
        pub names: Names,
    }
);

fn main() {}
