wskit::message!(
    #[event("$ws:hello")]
    pub struct Hello;
    #[event("__hello")]
    pub struct Hidden;
);

fn main() {}
