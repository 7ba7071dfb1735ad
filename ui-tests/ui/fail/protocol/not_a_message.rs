wskit::message!(
    #[event]
    pub struct JoinRoom;
    #[data]
    pub struct Role;
);

wskit::protocol!(pub Chat { version = "1.0.0"; JoinRoom, Role });

fn main() {}
