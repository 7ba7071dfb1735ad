wskit::message!(
    #[rpc(response = Missing)]
    pub struct GetUser;
    #[event]
    pub struct Said;
);

fn main() {}
