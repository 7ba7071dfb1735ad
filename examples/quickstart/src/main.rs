//! The server of the README.

#[tokio::main]
async fn main() -> Result<(), wskit::server::ServeError> {
    wskit::serve(quickstart::router()).bind("127.0.0.1:3000").await
}
