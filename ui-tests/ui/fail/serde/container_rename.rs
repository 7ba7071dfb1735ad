wskit::message!(
    #[event]
    #[serde(rename = "MOVED")]
    pub struct Moved {
        pub to: String,
    }
);

fn main() {}
