//! Whether the trouble of some connections is felt by the others.

use std::{process::ExitCode, time::Duration};

use anyhow::Result;

use crate::{
    crowd::{Crowd, Handler},
    server::Server,
};

/// Every kind of trouble comes up so often, in turn, so that a machine whose speed drifts favours none.
const ROUNDS: usize = 5;

/// Measures the well-behaved alone, beside handlers that do as much and go well, and beside each kind that goes wrong, and
/// prints the medians of all rounds.
pub(crate) async fn compare(server: &Server, connections: usize, time: Duration) -> Result<ExitCode> {
    let crowds = [
        ("nobody", Crowd::calm(connections)),
        ("sound handlers", Crowd::beside(Handler::Sound, connections)),
        ("panicking handlers", Crowd::beside(Handler::Panicking, connections)),
        ("failing handlers", Crowd::beside(Handler::Failing, connections)),
        ("endless handlers", Crowd::beside(Handler::Endless, connections)),
    ];
    let mut seen = crowds.map(|_| Vec::new());
    let mut lost = 0;
    for round in 0..ROUNDS {
        for turn in 0..crowds.len() {
            let which = (round + turn) % crowds.len();
            let outcome = crowds[which].1.gather(server.address(), time).await?;
            lost += outcome.lost();
            seen[which].push(outcome.latency.p50_p99());
        }
    }
    println!("{:<20} {:>10} {:>10}   medians of {ROUNDS} rounds", "beside", "p50", "p99");
    for ((name, _), rounds) in crowds.iter().zip(&seen) {
        let p50 = median(rounds.iter().map(|(p50, _)| *p50));
        let p99 = median(rounds.iter().map(|(_, p99)| *p99));
        println!("{name:<20} {p50:>10.2?} {p99:>10.2?}");
    }
    println!("{lost} answers or messages lost");
    Ok(if lost == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
