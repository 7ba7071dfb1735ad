wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("a", carry(ChatMessage))]
    pub struct Misspelt;

    #[topic("b", carries = ChatMessage)]
    pub struct Assigned;

    #[topic("c", carries(ChatMessage), carries(ChatMessage))]
    pub struct Repeated;

    #[topic(d, carries(ChatMessage))]
    pub struct Unquoted;

    #[topic("e", carries("CHAT_MESSAGE"))]
    pub struct Quoted;

    #[topic("f", carries(ChatMessage, ChatMessage))]
    pub struct Twice;

    #[topic("g", "h", carries(ChatMessage))]
    pub struct TwoTexts;

    #[topic("i", carries(ChatMessage), since = 2)]
    pub struct Since;

    #[topic("j", carries(ChatMessage), since)]
    pub struct SinceWhen;

    #[topic("k", carries(ChatMessage), from = server)]
    pub struct From;
);

fn main() {}
