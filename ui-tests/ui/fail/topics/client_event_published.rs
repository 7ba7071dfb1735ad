use wskit::{prelude::*, topics::Publisher};

wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[event(from = client)]
    pub struct Typing;

    #[topic("lobby", carries(ChatMessage))]
    pub struct Lobby;
);

async fn publish(connection: Connection<()>, publisher: Publisher) -> Result<()> {
    connection.publish(Lobby, &Typing).await?;
    connection.publish("lobby", &Typing).await?;
    publisher.publish(Lobby, &Typing).await?;
    Ok(())
}

fn main() {
    let _ = publish;
}
