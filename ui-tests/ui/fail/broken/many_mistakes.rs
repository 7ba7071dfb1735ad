wskit::message!(
    #[event("ERROR", form = client)]
    #[derive(serde::Serialize)]
    pub struct Said {
        #[validate(lenght(max = 3))]
        pub text: String,
        #[validate(range(min = 9, max = 1), pattern("[a-"))]
        pub count: u8,
        #[serde(flatten)]
        pub more: u8,
        #[serde(rename = "count")]
        pub same: u8,
        pub wide: u128,
        #[wire(string)]
        pub name: String,
    }
);

fn main() {}
