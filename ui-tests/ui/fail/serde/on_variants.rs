wskit::message!(
    #[data]
    pub enum Step {
        #[serde(alias = "walk")]
        Go { to: u8 },
        #[serde(untagged)]
        Run { to: u8 },
        #[serde(with = "module")]
        Sit { on: u8 },
        #[serde(default)]
        Stay,
        #[serde(deny_unknown_fields)]
        Sleep { at: u8 },
    }
);

fn main() {}
