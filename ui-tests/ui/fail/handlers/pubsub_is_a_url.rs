use wskit::prelude::*;

fn main() {
    let _ = Router::<()>::new().pubsub("redis://127.0.0.1");
}
