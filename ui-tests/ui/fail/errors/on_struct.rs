wskit::message!(
    #[error]
    pub struct NotFound {
        pub id: u32,
    }
    #[rpc(response = Found, error = NotFound)]
    pub struct Find;
    #[response]
    pub struct Found;
);

fn main() {}
