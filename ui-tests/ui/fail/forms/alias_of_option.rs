pub type Nick = Option<String>;

wskit::message!(
    #[event]
    pub struct Moved {
        pub nick: Nick,
        pub next: Vec<Nick>,
    }
);

fn main() {}
