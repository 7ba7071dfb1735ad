wskit::message!(
    /// Joins the topic `room:<room>`.
    #[event(from = client)]
    pub struct Join {
        pub room: String,
    }

    #[event(from = server)]
    pub struct Joined {
        pub room: String,
        /// Every topic the connection is subscribed to now.
        pub topics: Vec<String>,
    }

    /// Leaves it.
    #[event(from = client)]
    pub struct Leave {
        pub room: String,
    }

    #[event(from = server)]
    pub struct Left {
        pub room: String,
        /// Every topic the connection is subscribed to now.
        pub topics: Vec<String>,
    }

    /// Says something to everybody in a room, the sender included.
    #[event(from = client)]
    pub struct Say {
        pub room: String,
        pub text: String,
    }

    /// Says something to everybody else in a room.
    #[event(from = client)]
    pub struct Sayx {
        pub room: String,
        pub text: String,
    }

    #[event(from = server)]
    pub struct Said {
        pub room: String,
        pub text: String,
    }

    /// How a publish went, for who asked for it.
    #[event(from = server)]
    pub struct Pubres {
        /// How many it reached, as far as it is known.
        pub matched: Option<u32>,
        pub capability: Capability,
    }

    /// How far `matched` can be trusted.
    #[data]
    pub enum Capability {
        Exact,
        Estimate,
        Unknown,
    }

    /// Subscribes to a topic of any name.
    #[event(from = client)]
    pub struct Sub {
        pub topic: String,
    }

    #[event(from = server)]
    pub struct Subbed {
        pub topic: String,
    }

    /// Publishes to a topic of any name; the sender gets no answer.
    #[event(from = client)]
    pub struct Pub {
        pub topic: String,
        pub text: String,
    }

    #[event(from = server)]
    pub struct News {
        pub topic: String,
        pub text: String,
    }
);
