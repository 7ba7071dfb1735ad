wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("room:{room_id}{part}", carries(ChatMessage))]
    pub struct RoomTopic {
        pub room_id: u32,
        pub part: u8,
    }
);

fn main() {}
