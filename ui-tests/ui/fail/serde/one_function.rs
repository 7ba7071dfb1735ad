wskit::message!(
    #[event]
    pub struct Moved {
        #[serde(serialize_with = "wskit::validate::form::serialize")]
        pub a: u8,
        #[serde(deserialize_with = "wskit::validate::form::deserialize")]
        pub b: u8,
        #[serde(with = "wskit::validate::form", serialize_with = "wskit::validate::form::serialize")]
        pub c: u8,
    }
);

fn main() {}
