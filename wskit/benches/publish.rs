//! What publishing to so many subscribers of one process costs, the message being written included:
//! `cargo bench -p wskit --bench publish`.
#![allow(missing_docs)]

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
};

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use futures_util::FutureExt;
use wskit::{Hub, prelude::*, session::Session, testing::FakeClock, topics::MemoryPubSub};

wskit::message!(
    #[event(from = server)]
    pub struct News {
        pub text: String,
    }
);

/// Connections that are subscribed to one topic, of a server with or without an adapter.
fn crowd(size: usize, adapter: bool) -> Vec<Session<()>> {
    let router = Router::new();
    let router = if adapter { router.pubsub(MemoryPubSub::new()) } else { router };
    let hub = Hub::new(router, Arc::new(FakeClock::new())).expect("a sound router");
    let join = |_| {
        let session = hub.connect(hub.new_client_id(), ());
        let joined = session.connection().topics().subscribe("room").now_or_never();
        joined.expect("nothing to wait for").expect("subscribed");
        session
    };
    (0..size).map(join).collect()
}

/// Everybody reads, so that the next message finds room.
fn drain(crowd: &mut [Session<()>]) {
    let mut cx = Context::from_waker(Waker::noop());
    for session in crowd {
        while let Poll::Ready(_frame) = session.poll_outgoing(&mut cx) {}
    }
}

fn publish(criterion: &mut Criterion) {
    let news = News { text: "x".repeat(100) };
    for (name, adapter) in [("publish", false), ("publish with an adapter", true)] {
        let mut group = criterion.benchmark_group(name);
        for size in [1, 100, 10_000] {
            let mut crowd = crowd(size, adapter);
            let publisher = crowd[0].connection().clone();
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                let publish = |()| publisher.publish("room", &news).into_future().now_or_never();
                bencher.iter_batched(|| drain(&mut crowd), publish, BatchSize::PerIteration);
            });
        }
        group.finish();
    }
}

criterion_group!(benches, publish);
criterion_main!(benches);
