wskit::message!(
    #[data]
    #[serde(rename_all_fields = "camelCase")]
    pub struct Point {
        pub x_axis: u8,
    }
);

fn main() {}
