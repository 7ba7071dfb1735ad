wskit::message!(
    #[event(from = client)]
    pub struct Typing;

    #[topic("lobby", carries(Typing))]
    pub struct Lobby;
);

wskit::protocol!(pub Chat { version = "1.0.0"; Typing, Lobby });

fn main() {}
