wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("room:{room_id}", carries(ChatMessage))]
    pub struct RoomTopic {
        pub room_id: u32,
    }

    #[topic("room:{name}", carries(ChatMessage))]
    pub struct NamedRoom {
        pub name: String,
    }
);

fn main() {}
