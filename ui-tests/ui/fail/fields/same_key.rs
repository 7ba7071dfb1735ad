wskit::message!(
    #[event]
    pub struct Moved {
        pub to_room: String,
        #[serde(rename = "toRoom")]
        pub room: String,
    }
    #[data]
    pub enum Part {
        Text { kind: String },
        #[serde(rename = "text")]
        Other { body: String },
    }
);

fn main() {}
