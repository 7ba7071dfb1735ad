wskit::message!(
    #[event]
    pub struct Said {
        #[validate(items(max = 5))]
        pub a: String,
        #[validate(items)]
        pub b: Vec<u8>,
        #[validate(unique(true))]
        pub c: Vec<u8>,
        #[validate(unique)]
        pub d: String,
        #[validate(inner)]
        pub e: Vec<String>,
        #[validate(inner(lenght(max = 5)))]
        pub f: Vec<String>,
        #[validate(inner(range(max = 5)))]
        pub g: Vec<String>,
        #[validate(inner(length(max = 5)))]
        pub h: String,
        #[validate(inner(inner(max = 5)))]
        pub i: Vec<Vec<String>>,
        #[validate(inner(skip))]
        pub j: Vec<String>,
        #[validate(inner(range(max = 300)))]
        pub k: Option<u8>,
    }
);

fn main() {}
