wskit::message!(
    #[event("ERROR")]
    pub struct Failed;
    #[response]
    pub struct RpcError;
);

fn main() {}
