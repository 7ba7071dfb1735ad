wskit::message!(
    #[event]
    pub struct Said {
        #[validate(length(min = 10, max = 5))]
        pub text: String,
        #[validate(range(min = 1, max = -1))]
        pub count: i32,
        #[validate(length(equal = 3, max = 5))]
        pub code: String,
        #[validate(range(max = 300))]
        pub percent: u8,
        #[validate(range(min = 0.5))]
        pub whole: u32,
        #[validate(length(min = -1))]
        pub tags: Vec<String>,
    }
);

fn main() {}
