wskit::message!(
    #[error]
    pub enum LoginError {
        Refused { user: String, password: String },
        Expired {
            #[serde(rename = "accessToken")]
            old: String,
        },
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        Limited {
            api_key: String,
            cookies: u8,
            #[serde(skip)]
            secret: u8,
        },
    }
);

fn main() {}
