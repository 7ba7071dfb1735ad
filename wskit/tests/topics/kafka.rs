//! Topics by Kafka: the cluster that librdkafka plays itself.

use rdkafka::mocking::MockCluster;
use wskit::topics::KafkaPubSub;

fn cluster() -> impl Fn() -> KafkaPubSub {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic("wskit", 3, 1).unwrap();
    move || KafkaPubSub::new(&cluster.bootstrap_servers(), "wskit").unwrap()
}

mod contract {
    wskit::testing::contract::pubsub_contract!(super::cluster());
}
