//! The stages a message goes through, each on its own: `cargo bench -p wskit --bench stages`.

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use support::{NOP, News, Profile, connect, hub, receive, router, take};
use wskit::validate;

const PROFILE: &str =
    r#"{"name":"Ada","email":"ada@example.com","slug":"ada-l","age":36,"tags":["math","poetry"]}"#;

/// An event without a payload: nothing but its envelope is read.
fn envelope(c: &mut Criterion) {
    let mut session = connect(&hub(router()));
    c.bench_function("envelope", |b| b.iter(|| receive(&mut session, black_box(NOP))));
}

fn validation(c: &mut Criterion) {
    let mut group = c.benchmark_group("validation");
    let profile: Profile = validate::from_json(PROFILE).expect("a valid profile");
    group.bench_function("check", |b| b.iter(|| validate::check(black_box(&profile)).expect("valid")));
    group.bench_function("decode and check", |b| {
        b.iter(|| validate::from_json::<Profile>(black_box(PROFILE)).expect("valid"));
    });
    let invalid = PROFILE.replace("36", "7").replace("ada-l", "Ada");
    group.bench_function("two issues", |b| {
        b.iter(|| validate::from_json::<Profile>(black_box(&invalid)).expect_err("invalid"));
    });
    group.finish();
}

/// Written, queued, and taken from the queue.
fn encode(c: &mut Criterion) {
    let mut session = connect(&hub(router()));
    let news = News { topic: "room:1".into(), text: "The quick brown fox jumps over the lazy dog.".into() };
    c.bench_function("encode", |b| {
        b.iter(|| {
            session.connection().send(black_box(&news)).expect("an open connection");
            take(&mut session).expect("a frame")
        });
    });
}

criterion_group!(benches, envelope, validation, encode);
criterion_main!(benches);
