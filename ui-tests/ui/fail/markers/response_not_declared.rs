pub struct Done;

wskit::message!(
    #[rpc(response = Done)]
    pub struct Work;
);

fn main() {}
