//! Topics by a NATS that really runs.

use wskit::topics::NatsPubSub;

use crate::{
    broker::Broker,
    outage::{Killed, Paused, is_survived},
};

mod contract {
    wskit::testing::contract::pubsub_contract!({
        let broker = crate::broker::Broker::nats();
        move || wskit::topics::NatsPubSub::new(&broker.url()).unwrap()
    });
}

fn adapter(url: &str) -> NatsPubSub {
    NatsPubSub::new(url).unwrap()
}

#[tokio::test]
async fn a_nats_that_is_killed_and_started_again_is_survived() {
    let broker = Broker::nats();
    let url = broker.url();
    is_survived(&mut Killed(broker), || adapter(&url)).await;
}

#[tokio::test]
async fn a_nats_that_stalls_and_goes_on_is_survived() {
    let broker = Broker::nats();
    let url = broker.url();
    is_survived(&mut Paused(broker), || adapter(&url)).await;
}

#[test]
fn an_error_does_not_repeat_the_password() {
    for url in ["nats://user:s3cret@", "http://user:s3cret@host", "nats://:s3cret@host:port"] {
        let error = NatsPubSub::new(url).err().expect("no such URL");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}
