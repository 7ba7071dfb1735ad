wskit::message!(
    #[data]
    #[serde(field_identifier)]
    pub enum Key {
        Name,
        Age,
    }
    #[data]
    #[serde(variant_identifier)]
    pub enum Other {
        Name,
    }
);

fn main() {}
