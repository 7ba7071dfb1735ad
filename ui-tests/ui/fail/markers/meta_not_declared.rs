#[derive(Clone, Debug, PartialEq)]
pub struct Plain;

wskit::message!(
    #[event(meta = Plain)]
    pub struct Said;
);

fn main() {}
