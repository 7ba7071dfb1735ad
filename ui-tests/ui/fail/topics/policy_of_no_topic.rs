use wskit::{prelude::*, topics::TopicPolicy};

#[data]
pub struct RoomId(pub String);

fn main() {
    let _ = Router::<()>::new().topics(TopicPolicy::new().topic::<RoomId>());
}
