#![allow(non_snake_case)]

wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("room:{room_id}/{roomId}", carries(ChatMessage))]
    pub struct RoomTopic {
        pub room_id: u32,
        pub roomId: u32,
    }
);

fn main() {}
