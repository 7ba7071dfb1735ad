//! Broadcasts to connections in memory: `cargo bench -p wskit --bench topics`.

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use support::{connect, hub, listeners, publish_to, receive, router, subscribe_to, take, unsubscribe_from};

const TOPIC: &str = "room:1";

/// One publishes, so many listen and take what they get.
fn fan_out(c: &mut Criterion) {
    let mut group = c.benchmark_group("fan-out");
    for count in [1, 100, 10_000] {
        let hub = hub(router());
        let mut sessions = listeners(&hub, TOPIC, count);
        let mut publisher = connect(&hub);
        let frame = publish_to(TOPIC);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter(|| {
                receive(&mut publisher, &frame);
                for session in &mut sessions {
                    take(session).expect("a frame for each");
                }
            });
        });
    }
    group.finish();
}

fn topics(c: &mut Criterion) {
    let mut group = c.benchmark_group("topics");
    let hub = hub(router());
    let mut session = connect(&hub);
    let (join, leave) = (subscribe_to(TOPIC), unsubscribe_from(TOPIC));
    group.bench_function("subscribe and unsubscribe", |b| {
        b.iter(|| {
            receive(&mut session, &join);
            receive(&mut session, &leave);
        });
    });
    receive(&mut session, &join);
    group.bench_function("subscribe again", |b| b.iter(|| receive(&mut session, &join)));
    let nobody = publish_to("room:2");
    group.bench_function("publish to nobody", |b| b.iter(|| receive(&mut session, &nobody)));
    group.finish();
}

criterion_group!(benches, fan_out, topics);
criterion_main!(benches);
