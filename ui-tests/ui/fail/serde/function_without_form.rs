mod as_text {
    pub fn serialize<S: serde::Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
    pub fn deserialize<'de, D: serde::Deserializer<'de>>(_: D) -> Result<u64, D::Error> {
        Ok(0)
    }
}

wskit::message!(
    #[event]
    pub struct Moved {
        #[serde(with = "as_text")]
        pub a: u64,
        #[serde(serialize_with = "as_text::serialize", deserialize_with = "as_text::deserialize")]
        pub b: u64,
        #[serde(with = "as_text")]
        #[schemars(with = "String")]
        pub c: u64,
    }
);

fn main() {}
