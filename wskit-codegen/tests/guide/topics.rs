//! What `docs/topics.md` declares.

wskit::message!(
    #[event(from = client)]
    pub struct Enter {
        pub room: String,
    }

    #[event(from = server)]
    pub struct Entered {
        pub room: String,
        pub members: u32,
    }
);

pub mod typed {
    wskit::message!(
        /// Somebody said something.
        #[event(from = server)]
        pub struct ChatMessage {
            pub text: String,
        }

        /// Somebody came in.
        #[event(from = server)]
        pub struct MemberJoined {
            pub name: String,
        }

        /// Who is in a room hears this.
        #[topic("room:{room_id}", carries(ChatMessage, MemberJoined), since = "1.2")]
        pub struct RoomTopic {
            pub room_id: RoomId,
        }

        /// Those who read one part of a document.
        #[topic("doc:{doc_id}/{part}", carries(MemberJoined))]
        pub struct PartTopic {
            /// Which document.
            pub doc_id: u32,
            pub part: Part,
        }

        #[topic("lobby", carries(ChatMessage))]
        pub struct Lobby;

        #[data]
        pub struct RoomId(#[validate(length(min = 1, max = 32))] String);

        #[data]
        pub enum Part {
            Text,
            Notes,
        }
    );

    wskit::protocol!(pub Chat { version = "1.2.0"; ChatMessage, MemberJoined, RoomTopic, PartTopic, Lobby });
}
