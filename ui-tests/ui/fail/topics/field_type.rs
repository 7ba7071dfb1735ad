wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("user:{user}", carries(ChatMessage))]
    pub struct UserTopic {
        pub user: User,
    }

    #[data]
    pub struct User {
        pub id: u32,
    }
);

fn main() {
    let topic = UserTopic { user: User { id: 1 } };
    assert_eq!(topic.clone(), topic);
}
