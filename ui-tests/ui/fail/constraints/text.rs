wskit::message!(
    #[event]
    pub struct Said {
        #[validate(url("https"))]
        pub a: String,
        #[validate(ip(v5))]
        pub b: String,
        #[validate(ip(4))]
        pub c: String,
        #[validate(ascii())]
        pub d: String,
        #[validate(contains(""))]
        pub e: String,
        #[validate(prefix = "a")]
        pub f: String,
        #[validate(suffix(a))]
        pub g: String,
        #[validate(email, url, email)]
        pub h: String,
        #[validate(ip)]
        pub i: u32,
        #[validate(prefix("a"))]
        pub j: Vec<String>,
    }
);

fn main() {}
