//! From a frame to its answer without a socket: `cargo bench -p wskit --bench dispatch`.

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use support::{REQUEST, by_hand, connect, echo, exchange, hub};
use wskit::{Frame, prelude::*};

fn dispatch(c: &mut Criterion) {
    let mut group = c.benchmark_group("dispatch");
    group.bench_function("by hand", |b| b.iter(|| by_hand::answer(black_box(REQUEST)).expect("a request")));
    let mut session = connect(&hub(Router::new().rpc(echo)));
    let frame = Frame::from(REQUEST);
    group.bench_function("rpc", |b| {
        b.iter(|| exchange(&mut session, black_box(frame.clone())).expect("an answer"))
    });
    group.finish();
}

criterion_group!(benches, dispatch);
criterion_main!(benches);
