wskit::message!(
    #[event]
    pub struct Said {
        #[validate(length(max = 5))]
        pub count: u32,
        #[validate(range(max = 5))]
        pub text: String,
        #[validate(pattern("^a$"))]
        pub tags: Vec<String>,
        #[validate(email)]
        pub flag: Option<bool>,
    }
);

fn main() {}
