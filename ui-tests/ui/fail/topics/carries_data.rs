wskit::message!(
    #[data]
    pub struct Role {
        pub name: String,
    }

    #[topic("lobby", carries(Role))]
    pub struct Lobby;
);

wskit::protocol!(pub Chat { version = "1.0.0"; Lobby });

fn main() {}
