use wskit::prelude::*;

wskit::message!(
    #[event(meta = Trace)]
    pub struct Said;

    #[meta]
    pub struct Trace {
        pub trace_id: String,
    }
);

async fn send(connection: Connection<()>) -> Result<()> {
    connection.send(&Said)?;
    connection.publish("lobby", &Said).await?;
    Ok(())
}

fn main() {
    let _ = send;
}
