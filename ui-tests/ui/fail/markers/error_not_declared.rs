#[derive(Clone, Debug, PartialEq)]
pub struct Plain;

wskit::message!(
    #[rpc(response = Done, error = Plain)]
    pub struct Work;
    #[response]
    pub struct Done;
);

fn main() {}
