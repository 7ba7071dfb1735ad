pub type Nick = Option<String>;

wskit::message!(
    #[data]
    #[serde(tag = "type", content = "value")]
    pub enum Step {
        Go { nick: Nick },
        Stay,
    }
);

fn main() {}
