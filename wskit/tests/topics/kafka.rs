//! Topics by Kafka: the cluster that librdkafka plays itself.

use rdkafka::{mocking::MockCluster, producer::DefaultProducerContext};
use wskit::topics::KafkaPubSub;

use crate::outage::{Outage, is_survived};

type Cluster = MockCluster<'static, DefaultProducerContext>;

fn cluster() -> Cluster {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic("wskit", 3, 1).unwrap();
    cluster
}

fn adapter(cluster: &Cluster) -> KafkaPubSub {
    KafkaPubSub::new(&cluster.bootstrap_servers(), "wskit").unwrap()
}

mod contract {
    wskit::testing::contract::pubsub_contract!({
        let cluster = super::cluster();
        move || super::adapter(&cluster)
    });
}

/// The cluster takes no connections.
struct Away<'a>(&'a Cluster);

impl Outage for Away<'_> {
    fn adapter(&self) -> &'static str {
        "kafka"
    }

    /// The library keeps it for five seconds, and the broker may be back by then.
    fn refusal(&self) -> Option<&'static str> {
        None
    }

    fn begin(&mut self) {
        self.0.broker_down(-1).unwrap();
    }

    fn end(&mut self) {
        self.0.broker_up(-1).unwrap();
    }
}

#[tokio::test]
async fn a_kafka_that_goes_away_and_comes_back_is_survived() {
    let cluster = cluster();
    is_survived(&mut Away(&cluster), || adapter(&cluster)).await;
}
