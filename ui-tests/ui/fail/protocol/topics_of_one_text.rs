wskit::message!(
    #[event(from = server)]
    pub struct Said;
);

mod rooms {
    wskit::message!(
        #[topic("room:{room_id}", carries(super::Said))]
        pub struct RoomTopic {
            pub room_id: u32,
        }
    );
}

mod names {
    wskit::message!(
        #[topic("room:{name}", carries(super::Said))]
        pub struct NameTopic {
            pub name: String,
        }
    );
}

wskit::protocol!(pub Chat { version = "1.0.0"; Said, rooms::RoomTopic, names::NameTopic });

fn main() {}
