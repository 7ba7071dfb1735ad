wskit::message!(
    #[event(from = server, meta = Trace)]
    pub struct Said;

    #[meta]
    pub struct Trace {
        pub trace_id: String,
    }

    #[topic("lobby", carries(Said))]
    pub struct Lobby;
);

fn main() {}
