use wskit::prelude::*;

wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[data]
    pub struct RoomId(#[validate(length(max = 9))] String);
);

async fn publish(connection: Connection<()>, room: RoomId) -> Result<()> {
    connection.topics().has(7);
    connection.publish(&room, &ChatMessage { text: String::new() }).await?;
    Ok(())
}

fn main() {
    let _ = publish;
}
