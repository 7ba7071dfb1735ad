wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("", carries(ChatMessage))]
    pub struct Empty;

    #[topic("new room", carries(ChatMessage))]
    pub struct Blank;

    #[topic("räume", carries(ChatMessage))]
    pub struct Umlaut;

    #[topic("room:{id", carries(ChatMessage))]
    pub struct Open {
        pub id: u32,
    }

    #[topic("{{room}}:{id}", carries(ChatMessage))]
    pub struct Doubled {
        pub id: u32,
    }

    #[topic("room:{}", carries(ChatMessage))]
    pub struct Nameless {
        pub id: u32,
    }

    #[topic("room:{id:04}", carries(ChatMessage))]
    pub struct Formatted {
        pub id: u32,
    }

    #[topic("0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789", carries(ChatMessage))]
    pub struct Long;
);

fn main() {}
