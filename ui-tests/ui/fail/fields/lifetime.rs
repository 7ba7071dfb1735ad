wskit::message!(
    #[data]
    pub struct Name<'a> {
        pub text: &'a str,
    }
);

fn main() {}
