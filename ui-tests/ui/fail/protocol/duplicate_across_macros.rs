mod one {
    wskit::message!(
        #[event]
        pub struct JoinRoom;
    );
}

mod two {
    wskit::message!(
        #[event("JOIN_ROOM")]
        pub struct Join;
    );
}

wskit::protocol!(pub Chat { version = "1.0.0"; one::JoinRoom, two::Join });

fn main() {}
