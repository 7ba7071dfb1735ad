wskit::message!(
    #[event]
    pub struct Moved {
        #[wire(string)]
        pub name: String,
    }
);

fn main() {}
