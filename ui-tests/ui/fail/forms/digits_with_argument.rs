wskit::message!(
    #[event]
    pub struct Moved {
        #[wire(string = true)]
        pub a: u64,
        #[wire(text)]
        pub b: u64,
        #[wire]
        pub c: u64,
        #[wire(string(10))]
        pub d: u64,
    }
);

fn main() {}
