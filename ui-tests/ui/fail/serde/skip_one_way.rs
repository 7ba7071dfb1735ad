wskit::message!(
    #[event]
    pub struct Moved {
        #[serde(skip_serializing)]
        pub a: u8,
        #[serde(skip_deserializing, default)]
        pub b: u8,
        #[serde(skip_serializing, skip_deserializing)]
        pub c: u8,
    }
    #[data]
    pub enum Step {
        #[serde(skip_serializing)]
        Go,
        Stay,
    }
);

fn main() {}
