wskit::message!(
    #[data]
    #[serde(renam_all = "camelCase")]
    pub struct Text {
        #[serde(nam = "t")]
        pub text: String,
        #[serde(rename_all = "camelCase")]
        pub more: String,
    }
);

fn main() {}
