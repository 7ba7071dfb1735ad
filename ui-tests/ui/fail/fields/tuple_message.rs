wskit::message!(
    #[event]
    pub struct Move(i32, i32);
);

fn main() {}
