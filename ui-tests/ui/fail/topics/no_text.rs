wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic(carries(ChatMessage))]
    pub struct Lobby;

    #[topic]
    pub struct Hall;
);

fn main() {}
