use wskit::message::Rpc;

wskit::message!(
    #[rpc("GET_USER")]
    pub struct GetUser {
        pub id: u32,
    }
);

fn is_rpc<M: Rpc>() {}

fn main() {
    is_rpc::<GetUser>();
}
