wskit::message!(
    #[event]
    pub struct JoinRoom;
);

wskit::protocol!(pub Chat { version = "1.0.0"; JoinRoom, JoinRoom });

fn main() {}
