//! Servers that run side by side and are measured in turns, so that what else the machine does falls on all of them alike.

use std::path::Path;

use anyhow::Result;

use super::{
    figures::{Figures, mean, spread},
    options::Options,
    row::{Counted, Row},
    run::{Load, Running},
    servers::Server,
};

/// How long a server warms up that has had a turn before, in seconds: until what its neighbour leaves behind is done, and
/// out of the caches.
const WARM_UP_AGAIN: f64 = 0.2;

/// One round of a row: each server that it suits with its figure. `rate` says how many requests a second it gets, where they
/// are sent at a fixed rate.
pub(super) fn round<'a>(
    servers: &'a [Server],
    row: &Row,
    rate: impl Fn(&Server) -> Result<Option<f64>>,
    target: &Path,
    options: &Options,
) -> Vec<(&'a Server, Result<f64>)> {
    let suited = servers.iter().filter(|server| row.suits(server));
    let mut playing: Vec<_> = suited.map(|server| (server, Player::start(server, &rate))).collect();
    // Memory is that of a server that has had no connection before.
    let turns = if row.counted == Counted::Memory { 1 } else { options.turns() };
    let seconds = options.seconds / f64::from(turns);
    for turn in 0..turns {
        let warm_up = if turn == 0 { options.warm_up } else { WARM_UP_AGAIN.min(options.warm_up) };
        // Nobody always comes behind the same neighbour, which leaves the machine as it has used it.
        fastrand::shuffle(&mut playing);
        for (_, player) in &mut playing {
            if let Ok(playing) = player
                && let Err(error) = playing.play(row, seconds, warm_up, target)
            {
                *player = Err(error);
            }
        }
    }
    let figure = |server: &Server, player: Result<Player>| {
        let said = player?.said;
        doubt(server, &said);
        figure(row, &said)
    };
    playing.into_iter().map(|(server, player)| (server, figure(server, player))).collect()
}

/// A server, and what the generator said of each of its turns.
struct Player {
    running: Running,
    rate: Option<f64>,
    said: Vec<Figures>,
}

impl Player {
    fn start(server: &Server, rate: impl Fn(&Server) -> Result<Option<f64>>) -> Result<Self> {
        Ok(Self { rate: rate(server)?, running: Running::start(server)?, said: Vec::new() })
    }

    fn play(&mut self, row: &Row, seconds: f64, warm_up: f64, target: &Path) -> Result<()> {
        let load = Load { row: *row, rate: self.rate, seconds, warm_up };
        self.said.push(self.running.load(&load, target)?);
        Ok(())
    }
}

/// Of all turns: CPU time over all messages; the turn in the middle of latencies, because a pause of the whole machine in one
/// of them is not the server's.
fn figure(row: &Row, said: &[Figures]) -> Result<f64> {
    let all = |name| said.iter().map(|figures| figures.get(name)).collect::<Result<Vec<f64>>>();
    let figures = all(row.counted.figure())?;
    Ok(match row.counted {
        Counted::Cpu => mean(&figures, &all("messages")?),
        Counted::Memory | Counted::Latency => spread(&figures).map_or(f64::NAN, |[_, median, _]| median),
    })
}

/// Says so when requests left so late that the latency is more the generator's than the server's.
fn doubt(server: &Server, said: &[Figures]) {
    let middle = |name| spread(&said.iter().filter_map(|figures| figures.get(name).ok()).collect::<Vec<_>>());
    if let (Some([_, delay, _]), Some([_, latency, _])) = (middle("delay_p99_us"), middle("typical_p99_us"))
        && delay > latency / 4.0
    {
        let name = server.name;
        println!("a busy machine: of {latency:.0} us at {name} the generator itself was {delay:.0} us late");
    }
}

#[cfg(test)]
mod tests {
    use super::{super::row, *};

    fn said(lines: &[&str]) -> Vec<Figures> {
        lines.iter().map(|line| Figures::read(line)).collect()
    }

    #[test]
    fn cpu_time_is_that_of_all_turns() {
        let said = said(&["messages=1000 cpu_us=2", "messages=3000 cpu_us=6"]);
        let figure = figure(&row::ECHO_ONE, &said).expect("a figure");
        assert!((figure - 5.0).abs() < 1e-9, "{figure}");
    }

    #[test]
    fn a_turn_that_the_machine_has_slept_through_does_not_count() {
        let said = said(&["typical_p99_us=100", "typical_p99_us=9000", "typical_p99_us=120"]);
        let figure = figure(&row::LATENCY, &said).expect("a figure");
        assert!((figure - 120.0).abs() < 1e-9, "{figure}");
    }

    #[test]
    fn a_turn_without_its_figure_is_an_error() {
        figure(&row::ECHO_ONE, &said(&["messages=1 p99_us=1"])).expect_err("no cpu_us");
    }
}
