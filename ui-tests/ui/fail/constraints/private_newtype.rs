mod protocol {
    wskit::message!(
        #[data]
        pub struct RoomId(#[validate(length(min = 1))] String);
    );
}

use protocol::RoomId;

fn main() {
    let _ = RoomId(String::new());
    let _ = protocol::RoomId("lobby");
}
