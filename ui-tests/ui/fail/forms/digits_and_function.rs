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
        #[wire(string)]
        #[serde(with = "as_text")]
        pub ledger: u64,
    }
);

fn main() {}
