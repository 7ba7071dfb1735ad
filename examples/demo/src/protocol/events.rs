wskit::message!(
    /// Says something back: `PONG`.
    #[event(from = client)]
    pub struct Ping {
        #[validate(length(max = 1000))]
        pub text: String,
    }

    #[event(from = server)]
    pub struct Pong {
        pub text: String,
    }

    /// Without a payload; answered with a `PONG`.
    #[event(from = client)]
    pub struct Nop;

    /// With a key of its own in `meta`.
    #[event(from = client, meta = Place)]
    pub struct Withmeta {
        pub x: i32,
    }

    #[meta]
    pub struct Place {
        pub room_id: String,
    }

    #[event(from = server)]
    pub struct WithmetaOk {
        pub x: i32,
        pub room_id: String,
    }

    /// Answered with a `PONG` that carries the correlation id on.
    #[event(from = client)]
    pub struct Inhcorr;

    /// Its handler returns an error.
    #[event(from = client)]
    pub struct Boom;

    /// Its handler panics.
    #[event(from = client)]
    pub struct Panic;

    /// Answered with an `ERROR` that says `NOT_FOUND`.
    #[event(from = client)]
    pub struct Everr;

    /// Has the server close the connection.
    #[event(from = client)]
    pub struct Close {
        pub code: u16,
        pub reason: String,
    }

    /// Two at once, then one a second, for each connection.
    #[event(from = client)]
    pub struct Limited;
);
