wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("room:{room_id}", carries(ChatMessage))]
    pub struct RoomTopic {
        pub room_id: RoomId,
    }
);

fn main() {}
