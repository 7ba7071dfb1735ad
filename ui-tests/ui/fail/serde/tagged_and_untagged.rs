wskit::message!(
    #[data]
    #[serde(untagged, tag = "type")]
    pub enum Step {
        Go { to: u8 },
        Stay,
    }
);

fn main() {}
