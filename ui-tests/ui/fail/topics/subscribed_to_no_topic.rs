use wskit::prelude::*;

async fn subscribe(connection: Connection<()>) -> Result<()> {
    connection.topics().subscribe(7).await?;
    connection.topics().set([7, 8]).await?;
    let _ = connection.presence(7).await;
    Ok(())
}

fn main() {
    let _ = subscribe;
}
