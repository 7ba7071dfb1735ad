wskit::message!(
    #[event(from = clinet)]
    pub struct Typing;
    #[event(from)]
    pub struct Typed;
);

fn main() {}
