//! What `docs/versioning.md` declares.

mod before {
    wskit::message!(
        #[event(from = client)]
        pub struct Post {
            pub text: String,
        }
    );
}

mod after {
    wskit::message!(
        #[event(from = client)]
        pub struct Post {
            pub text: String,
            pub reply_to: Option<u32>,
        }
    );
}

pub mod messages {
    wskit::message!(
        /// Somebody wrote something.
        #[event("CHAT_MESSAGE", from = server)]
        #[deprecated(note = "use `POSTED`")]
        pub struct ChatMessage {
            pub text: String,
        }

        /// Somebody wrote something, perhaps as an answer.
        #[event(from = server, since = "1.2")]
        pub struct Posted {
            pub text: String,
            /// @deprecated use `author`
            #[deprecated(note = "use `author`")]
            pub nick: Option<String>,
            pub author: Option<u32>,
        }
    );

    wskit::protocol!(pub Chat { version = "1.2.0"; ChatMessage, Posted });
}

mod alias {
    wskit::message!(
        #[event(from = client)]
        pub struct SetName {
            #[serde(alias = "nick")]
            pub name: String,
        }
    );
}

mod ping {
    wskit::message!(
        #[event]
        pub struct Ping;
    );
}
