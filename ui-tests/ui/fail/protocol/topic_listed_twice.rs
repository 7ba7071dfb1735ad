wskit::message!(
    #[event(from = server)]
    pub struct Said;

    #[topic("lobby", carries(Said))]
    pub struct Lobby;
);

wskit::protocol!(pub Chat { version = "1.0.0"; Said, Lobby, Lobby });

fn main() {}
