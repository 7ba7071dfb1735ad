wskit::message!(
    #[meta]
    pub struct Trace(String);
    #[meta]
    pub enum Kind {
        A,
    }
    #[event(meta = Trace)]
    pub struct Ping;
);

fn main() {}
