wskit::message!(
    #[event(form = server)]
    pub struct Said;

    #[event(from = server)]
    pub struct Told(u8, u8);

    #[topic("lobby", carries(Said, Told))]
    pub struct Lobby;
);

wskit::protocol!(pub Chat { version = "1.0.0"; Said, Told, Lobby });

fn main() {}
