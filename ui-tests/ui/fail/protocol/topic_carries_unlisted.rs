wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[event(from = server)]
    pub struct MemberJoined;

    #[topic("lobby", carries(ChatMessage, MemberJoined))]
    pub struct Lobby;
);

wskit::protocol!(pub Chat { version = "1.0.0"; Lobby, ChatMessage });

fn main() {}
