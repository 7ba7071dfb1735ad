//! The demo beside other servers.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result};

use super::{
    build, in_process,
    options::Options,
    peers,
    row::{self, Counted, ECHO_ONE},
    run,
    servers::{self, Server},
    table, target, turns,
};

/// By row and server: a figure for each round, which is no number where the server was left out.
type Results = BTreeMap<(&'static str, &'static str), Vec<f64>>;

/// Runs every server for each row in each round, and prints the tables.
pub(super) fn measure(options: &Options) -> Result<()> {
    let target = target()?;
    build("cargo build --release --quiet -p demo -p bench")?;
    let in_process = in_process::build()?;
    let mut servers = servers::own(&target);
    servers.append(&mut peers::build(&options.peers, &target));
    println!("{}\n", circumstances(options));
    let mut results = Results::new();
    let mut dispatch = Vec::new();
    for round in 0..options.rounds {
        for row in &row::ALL {
            println!("round {} of {}: {}", round + 1, options.rounds, row.title);
            let rate = |server: &Server| match row.counted {
                Counted::Latency => half_of_saturation(server, &results).map(Some),
                Counted::Cpu | Counted::Memory => Ok(None),
            };
            for (server, figure) in turns::round(&servers, row, rate, &target, options) {
                let figure = figure.unwrap_or_else(|error| {
                    println!("left out: {}: {error:#}", server.name);
                    f64::NAN
                });
                results.entry((row.title, server.name)).or_default().push(figure);
            }
        }
        dispatch.push(in_process::compare(&in_process, options.seconds)?);
    }
    report(&results, &servers, &dispatch);
    Ok(())
}

/// Requests a second at which the server is busy half of its time, by what a request costs it at depth 1 in this round.
fn half_of_saturation(server: &Server, results: &Results) -> Result<f64> {
    let cost_us = results.get(&(ECHO_ONE.title, server.name)).and_then(|costs| costs.last());
    let cost_us = cost_us.filter(|cost| **cost > 0.0).context("it has no figure at depth 1")?;
    Ok(0.5e6 / cost_us)
}

fn report(results: &Results, servers: &[Server], dispatch: &[in_process::Dispatch]) {
    for row in row::ALL {
        let of = |server: &Server| results.get(&(row.title, server.name)).cloned().unwrap_or_default();
        let figures: Vec<_> = servers.iter().map(|server| (server.name, of(server))).collect();
        print!("\n{}", table::render(row.title, &figures));
    }
    print!("\n{}", in_process::table(dispatch));
}

/// Without which no figure means anything.
fn circumstances(options: &Options) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let pinned = if run::can_pin() { "server on core 0, generator on core 1" } else { "nothing pinned" };
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown").to_owned();
    let (rounds, seconds) = (options.rounds, options.seconds);
    format!("{rounds} x {seconds} s, {cores} cores, {pinned}, load average before it {load}")
}
