use std::time::Duration;

use wskit::{prelude::*, topics::Throttle};

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

fn main() {
    let publisher = Router::<()>::new().publisher();
    let _: Throttle<Typing> = Throttle::latest(publisher.clone(), Lobby, Duration::from_secs(1));
    let _ = Throttle::batch(publisher, Lobby, Duration::from_secs(1), |_: Vec<u8>| Typing);
}
