wskit::message!(
    #[event]
    pub struct Moved {
        #[validate(custom(no_such_function))]
        pub text: String,
    }
);

fn main() {}
