wskit::message!(
    #[event]
    pub struct JoinRoom;
    #[event("JOIN_ROOM")]
    pub struct Join;
);

fn main() {}
