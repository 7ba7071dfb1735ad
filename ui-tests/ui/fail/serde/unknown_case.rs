wskit::message!(
    #[data]
    #[serde(rename_all = "camel_case")]
    pub struct Point {
        pub x_axis: u8,
    }
    #[data]
    #[serde(rename_all_fields = "kebab")]
    pub enum Step {
        Go { to_room: u8 },
    }
);

fn main() {}
