wskit::message!(
    #[event]
    pub struct Said {
        #[validate(custom)]
        pub a: String,
        #[validate(custom("is_lower"))]
        pub b: String,
        #[validate(custom(is_lower, is_short))]
        pub c: String,
        #[validate(custom = is_lower)]
        pub d: String,
    }
);

fn main() {}
