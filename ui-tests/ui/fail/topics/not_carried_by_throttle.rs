use std::time::Duration;

use wskit::{prelude::*, topics::Throttle};

wskit::message!(
    #[event(from = server)]
    pub struct ChatMessage {
        pub text: String,
    }

    #[event(from = server)]
    pub struct Price {
        pub cents: u32,
    }

    #[topic("lobby", carries(ChatMessage))]
    pub struct Lobby;
);

fn main() {
    let publisher = Router::<()>::new().publisher();
    let _: Throttle<Price> = Throttle::latest(publisher, Lobby, Duration::from_secs(1));
}
