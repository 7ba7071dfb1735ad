wskit::message!(
    #[topic("lobby")]
    pub struct Lobby;

    #[topic("hall", carries())]
    pub struct Hall;
);

fn main() {}
