//! What `cargo xtask bench` asks about dispatch without a socket; figures come as `name=value` on one line.
//!
//! `compare SECONDS` holds a request against the same by hand, `types COUNT SECONDS` and `topics COUNT SECONDS` say how
//! a message fares among so many, `repeat ours|by-hand COUNT` only does it, for a tool that counts instructions.
//! Times are medians over short batches: what else runs on the machine spoils a batch, not the median.

mod support;

use std::{
    hint::black_box,
    process::ExitCode,
    time::{Duration, Instant},
};

use support::{
    REQUEST, by_hand, connect, echo, exchange, hub, publish_to, receive, router, subscribe_to, take,
};
use wskit::prelude::*;

/// Messages between two looks at the clock.
const BATCH: u32 = 500;

/// Below the limit on topics of one connection.
const TOPICS_EACH: usize = 100;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if run(&words).is_some() {
        return ExitCode::SUCCESS;
    }
    // `cargo bench` runs every bench, and has nothing to ask of this one.
    if words.iter().all(|word| word.starts_with("--")) {
        compare(Duration::ZERO);
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "usage: compare SECONDS | types COUNT SECONDS | topics COUNT SECONDS | repeat ours|by-hand COUNT"
    );
    ExitCode::from(2)
}

fn run(words: &[&str]) -> Option<()> {
    match words {
        ["compare", seconds, ..] => compare(duration(seconds)?),
        ["types", count, seconds, ..] => types(count.parse().ok()?, duration(seconds)?),
        ["topics", count, seconds, ..] => topics(count.parse().ok()?, duration(seconds)?),
        ["repeat", "ours", count, ..] => repeat(count.parse().ok()?, ours()),
        ["repeat", "by-hand", count, ..] => repeat(count.parse().ok()?, by_hand_once),
        _ => return None,
    }
    Some(())
}

fn duration(seconds: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds.parse().ok()?).ok()
}

fn ours() -> impl FnMut() {
    let mut session = connect(&hub(Router::new().rpc(echo)));
    move || drop(black_box(exchange(&mut session, black_box(REQUEST)).expect("an answer")))
}

fn by_hand_once() {
    drop(black_box(by_hand::answer(black_box(REQUEST)).expect("sound JSON").expect("a request")));
}

fn repeat(count: u64, mut message: impl FnMut()) {
    (0..count).for_each(|_| message());
}

/// In turns, so that a machine that becomes slower does so for both.
fn compare(time: Duration) {
    let mut ours = ours();
    let (mut own, mut other) = (Vec::new(), Vec::new());
    let end = now() + time;
    while own.is_empty() || now() < end {
        own.push(batch(&mut ours));
        other.push(batch(&mut by_hand_once));
    }
    let (own, other) = (median(own), median(other));
    println!("ours_ns={own:.1} by_hand_ns={other:.1} ratio={:.3}", own / other);
}

/// So many message types of one shape, met in turn.
fn types(count: usize, time: Duration) {
    let wire_type = |number: usize| format!("s{number:05}.ECHO");
    let mut router = Router::new();
    for number in 0..count {
        router = router.mount(wire_type(number).trim_end_matches("ECHO"), Router::new().rpc(echo));
    }
    let mut session = connect(&hub(router));
    let arrive = |number| REQUEST.replace("ECHO", &wire_type(number));
    among(count, time, arrive, |_, frame| drop(exchange(&mut session, frame).expect("an answer")));
}

/// So many topics with a listener each, published to in turn.
fn topics(count: usize, time: Duration) {
    let topic = |number: usize| format!("room:{number:05}");
    let hub = hub(router());
    let mut listeners: Vec<_> = (0..count.div_ceil(TOPICS_EACH)).map(|_| connect(&hub)).collect();
    for number in 0..count {
        receive(&mut listeners[number / TOPICS_EACH], &subscribe_to(&topic(number)));
    }
    let mut publisher = connect(&hub);
    let arrive = |number| publish_to(&topic(number));
    among(count, time, arrive, |number, frame| {
        receive(&mut publisher, frame);
        take(&mut listeners[number / TOPICS_EACH]).expect("a delivery");
    });
}

/// Nanoseconds a message when each is another of so many. Frames are made before the clock is read: those of a server come
/// from a socket's buffer, which is in the cache, however many messages there are.
fn among(
    count: usize,
    time: Duration,
    arrive: impl Fn(usize) -> String,
    mut handle: impl FnMut(usize, &str),
) {
    let mut next = cycle(count);
    let mut batches = Vec::new();
    let end = now() + time;
    while batches.is_empty() || now() < end {
        let frames: Vec<_> = (0..BATCH).map(|_| next()).map(|number| (number, arrive(number))).collect();
        let mut frames = frames.iter();
        batches.push(batch(&mut || {
            frames.next().into_iter().for_each(|(number, frame)| handle(*number, frame));
        }));
    }
    println!("ns={:.1}", median(batches));
}

/// All numbers below a count, again and again, in an order that no cache foresees.
fn cycle(count: usize) -> impl FnMut() -> usize {
    /// A prime that divides no count that is asked for.
    const STRIDE: usize = 7919;
    let mut at = 0;
    move || {
        at = (at + STRIDE) % count.max(1);
        at
    }
}

/// Nanoseconds a message.
fn batch(message: &mut impl FnMut()) -> f64 {
    let begun = now();
    (0..BATCH).for_each(|_| message());
    begun.elapsed().as_secs_f64() * 1e9 / f64::from(BATCH)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

#[expect(clippy::disallowed_methods, reason = "this measures a machine")]
fn now() -> Instant {
    Instant::now()
}
