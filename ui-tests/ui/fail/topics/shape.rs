wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("room:{room_id}", carries(ChatMessage))]
    pub enum RoomTopic {
        Room { room_id: u32 },
    }

    #[topic("user:{id}", carries(ChatMessage))]
    pub struct UserTopic(pub u32);

    #[topic("list:{id}", carries(ChatMessage))]
    pub struct ListTopic<T> {
        pub id: T,
    }

    #[topic("name:{name}", carries(ChatMessage))]
    pub struct NameTopic<'a> {
        pub name: &'a str,
    }

    #[topic("text:{text}", carries(ChatMessage))]
    pub struct TextTopic {
        pub text: &'static str,
    }
);

fn main() {}
