wskit::message!(
    #[event]
    pub struct JoinRoom;
);

wskit::protocol!(pub Chat { JoinRoom });

fn main() {}
