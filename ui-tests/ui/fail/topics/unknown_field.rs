use wskit::prelude::*;

wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("room:{room}", carries(ChatMessage))]
    pub struct RoomTopic {
        pub room_id: u32,
    }

    #[topic("lobby:{floor}", carries(ChatMessage))]
    pub struct Lobby;
);

// What is broken can be used nevertheless.
async fn publish(connection: Connection<()>) -> Result<()> {
    let topic = RoomTopic { room_id: 1 };
    connection.topics().subscribe(&topic).await?;
    connection.publish(topic, &ChatMessage { text: String::new() }).await?;
    connection.publish(Lobby, &ChatMessage { text: String::new() }).await?;
    Ok(())
}

wskit::protocol!(pub Chat { version = "1.0.0"; ChatMessage, RoomTopic, Lobby });

fn main() {
    let _ = publish;
}
