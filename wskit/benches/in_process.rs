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
use wskit::{Frame, prelude::*};

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
    let frame = Frame::from(REQUEST);
    move || drop(black_box(exchange(&mut session, black_box(frame.clone())).expect("an answer")))
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
    let mut router = Router::new();
    let mut frames = Vec::new();
    for number in 0..count {
        let prefix = format!("s{number:05}.");
        router = router.mount(&prefix, Router::new().rpc(echo));
        frames.push(Frame::from(REQUEST.replace("ECHO", &format!("{prefix}ECHO"))));
    }
    let mut session = connect(&hub(router));
    let mut next = cycle(count);
    measure(time, || {
        let answer = exchange(&mut session, frames[next()].clone()).expect("an answer");
        debug_assert!(answer.as_str().contains("ECHO_OK"));
    });
}

/// So many topics with a listener each, published to in turn.
fn topics(count: usize, time: Duration) {
    let hub = hub(router());
    let mut listeners: Vec<_> = (0..count.div_ceil(TOPICS_EACH)).map(|_| connect(&hub)).collect();
    let mut frames = Vec::new();
    for number in 0..count {
        let topic = format!("room:{number:05}");
        receive(&mut listeners[number / TOPICS_EACH], subscribe_to(&topic));
        frames.push(publish_to(&topic));
    }
    let mut publisher = connect(&hub);
    let mut next = cycle(count);
    measure(time, || {
        let number = next();
        receive(&mut publisher, frames[number].clone());
        take(&mut listeners[number / TOPICS_EACH]).expect("a delivery");
    });
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

fn measure(time: Duration, mut message: impl FnMut()) {
    let mut batches = Vec::new();
    let end = now() + time;
    while batches.is_empty() || now() < end {
        batches.push(batch(&mut message));
    }
    println!("ns={:.1}", median(batches));
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
