//! What is said between a page and its server.
#![allow(missing_docs, reason = "field names that say it all need no second telling")]

wskit::message!(
    /// Comes into the room.
    #[rpc(response = Entered)]
    pub struct Enter {
        #[validate(length(min = 1, max = 32))]
        pub name: String,
    }

    #[response]
    pub struct Entered {
        /// The server that the page is connected to.
        pub server: String,
        /// Everybody in the room, on whichever server, sorted.
        pub names: Vec<String>,
    }

    /// Says something to everybody in the room.
    #[event(from = client)]
    pub struct Say {
        #[validate(length(min = 1, max = 280))]
        pub text: String,
    }

    #[event(from = server)]
    pub struct Said {
        pub name: String,
        /// The server it was said on.
        pub server: String,
        pub text: String,
    }

    /// Somebody has come.
    #[event(from = server)]
    pub struct Arrived {
        pub name: String,
        pub server: String,
    }

    /// Somebody has gone.
    #[event(from = server)]
    pub struct Left {
        pub name: String,
    }
);

wskit::protocol!(
    /// A room on several servers.
    pub Room { version = "1.0.0"; Enter, Say, Said, Arrived, Left }
);
