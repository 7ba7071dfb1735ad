mod protocol {
    wskit::message!(
        #[data]
        pub struct RoomId(#[validate(length(min = 1))] String);
    );
}

fn main() {
    let _ = protocol::RoomId(String::new());
}
