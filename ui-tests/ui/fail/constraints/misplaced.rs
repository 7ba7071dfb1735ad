wskit::message!(
    #[event]
    #[validate(length(min = 1))]
    pub struct Said {
        pub text: String,
    }
    #[error]
    pub enum Refused {
        TooLong {
            #[validate(range(max = 5))]
            by: u32,
        },
    }
);

fn main() {}
