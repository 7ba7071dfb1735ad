wskit::message!(
    #[event]
    #[data]
    pub struct Both;
);

#[wskit::response]
#[wskit::event]
pub struct Twice;

fn main() {}
