wskit::message!(
    #[event]
    pub struct Said;
);

wskit::protocol!();

wskit::protocol!(pub Chat { JoinRoom });

wskit::protocol!(pub Other { version = 1; Said });

fn main() {}
