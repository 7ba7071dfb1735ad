wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("lobby", carries(ChatMesage))]
    pub struct Lobby;
);

wskit::protocol!(pub Chat { version = "1.0.0"; ChatMessage, Lobby });

fn main() {}
