wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("tags:{tags}", carries(ChatMessage))]
    pub struct TagTopic {
        pub tags: Tags,
    }

    #[data]
    pub struct Tags(pub Vec<String>);
);

fn main() {}
