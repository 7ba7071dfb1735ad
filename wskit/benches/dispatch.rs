//! From a frame to its answer without a socket: `cargo bench -p wskit --bench dispatch`.

mod support;

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use support::{INVALID, NOTE, REQUEST, by_hand, connect, exchange, hub, receive, refusing, router, take};
use wskit::prelude::*;

fn dispatch(c: &mut Criterion) {
    let mut group = c.benchmark_group("dispatch");
    group.bench_function("by hand", |b| {
        b.iter(|| by_hand::answer(black_box(REQUEST)).expect("sound JSON").expect("a request"));
    });
    answered(&mut group, "rpc", router(), REQUEST, "ECHO_OK");
    answered(&mut group, "invalid payload", router(), INVALID, "INVALID_ARGUMENT");
    answered(&mut group, "refused by a layer", refusing(), REQUEST, "PERMISSION_DENIED");
    event(&mut group);
    group.finish();
}

/// What is answered, with what is expected in the answer.
fn answered(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    router: Router<()>,
    text: &str,
    expected: &str,
) {
    let mut session = connect(&hub(router));
    let answer = exchange(&mut session, text).expect("an answer");
    assert!(answer.as_str().contains(expected), "{}", answer.as_str());
    group.bench_function(name, |b| {
        b.iter(|| exchange(&mut session, black_box(text)).expect("an answer"));
    });
}

fn event(group: &mut BenchmarkGroup<'_, WallTime>) {
    let mut session = connect(&hub(router()));
    receive(&mut session, NOTE);
    assert_eq!(take(&mut session), None, "an event that is sound has no answer");
    group.bench_function("event", |b| b.iter(|| receive(&mut session, black_box(NOTE))));
}

criterion_group!(benches, dispatch);
criterion_main!(benches);
