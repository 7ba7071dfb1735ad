wskit::message!(
    #[rpc(response = User)]
    pub struct GetUser;
    #[data]
    pub struct User;
);

fn main() {}
