wskit::message!(
    #[event]
    pub struct Said {
        #[validate]
        pub a: String,
        #[validate(length)]
        pub b: String,
        #[validate("^[a-z]+$")]
        pub c: String,
        #[validate(pattern = "^[a-z]+$")]
        pub d: String,
        #[validate(length(min = "1"))]
        pub e: String,
        #[validate(length(1))]
        pub f: String,
        #[validate(email())]
        pub g: String,
        #[validate(skip, length(min = 1))]
        pub h: String,
    }
);

fn main() {}
