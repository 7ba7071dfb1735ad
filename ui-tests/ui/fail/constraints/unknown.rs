wskit::message!(
    #[event]
    pub struct Said {
        #[validate(lenght(max = 500))]
        pub text: String,
        #[validate(length(minimum = 1))]
        pub author: String,
        #[validate(uppercase)]
        pub room: String,
    }
);

fn main() {}
