use wskit::prelude::*;

wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[event(from = server)]
    pub struct Price {
        pub cents: u32,
    }

    #[topic("room:{room_id}", carries(ChatMessage))]
    pub struct RoomTopic {
        pub room_id: u32,
    }
);

async fn publish(connection: Connection<()>) -> Result<()> {
    connection.publish(RoomTopic { room_id: 7 }, &Price { cents: 100 }).await?;
    Ok(())
}

fn main() {
    let _ = publish;
}
