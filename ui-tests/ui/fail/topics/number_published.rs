use wskit::{prelude::*, topics::Publisher};

wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[topic("lobby", carries(ChatMessage))]
    pub struct Lobby;
);

async fn publish(connection: Connection<()>, publisher: Publisher) -> Result<()> {
    connection.publish(Lobby, &7).await?;
    publisher.publish("lobby", &7).await?;
    publisher.publish(7, &ChatMessage { text: String::new() }).await?;
    Ok(())
}

fn main() {
    let _ = publish;
}
