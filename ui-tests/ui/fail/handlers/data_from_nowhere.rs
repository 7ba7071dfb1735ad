use wskit::prelude::*;

#[derive(Clone)]
struct User {
    _name: String,
}

async fn run() {
    let _ = wskit::serve(Router::<User>::new()).bind("127.0.0.1:0").await;
}

fn main() {
    drop(run());
}
