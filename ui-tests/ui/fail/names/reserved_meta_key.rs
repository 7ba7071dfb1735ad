wskit::message!(
    #[meta]
    pub struct Trace {
        pub client_id: String,
        pub correlation_id: String,
        #[serde(rename = "timestamp")]
        pub at: u64,
        pub trace_id: String,
    }
);

fn main() {}
