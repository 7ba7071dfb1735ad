wskit::message!(
    #[data]
    pub struct Text<'a> {
        pub text: &'a str,
    }
);

fn main() {}
