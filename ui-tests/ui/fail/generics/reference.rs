wskit::message!(
    #[event]
    pub struct Moved {
        pub text: &'static str,
        pub list: &'static [u8],
    }
);

fn main() {}
