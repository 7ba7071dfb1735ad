wskit::message!(
    #[event]
    pub struct Moved {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub tags: Vec<String>,
    }
);

fn main() {}
