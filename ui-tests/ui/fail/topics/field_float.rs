wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("price:{limit}", carries(ChatMessage))]
    pub struct PriceTopic {
        pub limit: f64,
    }
);

fn main() {}
