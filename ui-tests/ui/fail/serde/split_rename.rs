wskit::message!(
    #[data]
    #[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
    pub struct Point {
        #[serde(rename(serialize = "x"))]
        pub x_axis: u8,
    }
);

fn main() {}
