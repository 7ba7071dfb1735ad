wskit::message!(
    #[data]
    #[serde(content = "value")]
    pub enum Step {
        Go(u8),
        Stay,
    }
);

fn main() {}
