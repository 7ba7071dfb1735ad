wskit::message!(
    #[data]
    #[serde(default)]
    pub enum Step {
        Go,
        Stay,
    }
);

fn main() {}
