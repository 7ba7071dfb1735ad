pub struct Stage {
    pub percent: u8,
}

wskit::message!(
    #[rpc(response = Done, progress = Stage)]
    pub struct Work;
    #[response]
    pub struct Done;
);

fn main() {}
