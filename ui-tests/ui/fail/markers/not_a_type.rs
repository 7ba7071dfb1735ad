wskit::message!(
    #[event]
    pub struct Ping;

    fn helper() {}

    #[event]
    pub struct Pong;
);

fn main() {
    let _ = (Ping, Pong);
}
