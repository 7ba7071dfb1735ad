wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("room:{room_id}/{part}/{page}", carries(ChatMessage))]
    #[serde(rename_all = "snake_case")]
    pub struct RoomTopic {
        #[validate(length(min = 1))]
        pub room_id: String,
        #[serde(rename = "p")]
        pub part: u8,
        #[cfg(unix)]
        pub page: u8,
    }
);

fn main() {}
