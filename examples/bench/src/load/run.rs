//! What is done with the connections in each mode.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::{Args, Mode, Report, connection::Connection, crowd::Crowd, process, tally::Tally};

/// Requests that differ: more than are ever in flight on one connection of a server that answers in order.
const NUMBERS: usize = 1024;

/// How long subscribers hear nothing before the first broadcast: more than the 40 ms for which Linux holds an acknowledgement
/// back. A client that has just sent something expects to send again, and lets acknowledgements wait for that; until it has
/// waited in vain once, it acknowledges each second segment as it arrives, in the server's time, and afterwards all when they are
/// read, in its own. Without this, how many still wait would depend on how fast the server opens connections, the quickest
/// paying most.
const QUIET: Duration = Duration::from_millis(100);

/// Loads the server.
///
/// # Errors
///
/// When the server cannot be reached, closes a connection, answers something else, or its process cannot be looked at.
pub fn run(args: &Args) -> Result<Report> {
    match args.mode {
        Mode::Echo => echo(args),
        Mode::FanOut => fan_out(args),
        Mode::InStep => in_step(args),
        Mode::Idle => idle(args),
        Mode::Paced => paced(args),
    }
}

fn echo(args: &Args) -> Result<Report> {
    let requests = requests(args);
    let mut crowd = Crowd::open(args, |_| Ok(()))?;
    let mut batch = Vec::new();
    for connection in &mut crowd.connections {
        ask(connection, args.depth, now(), &requests, &mut batch)?;
    }
    measure(args, |tally| {
        crowd.turn(Duration::ZERO, |_, connection, answers| {
            let now = now();
            answered(connection, answers, now, tally)?;
            ask(connection, answers, now, &requests, &mut batch)
        })
    })
}

fn fan_out(args: &Args) -> Result<Report> {
    let Audience { mut crowd, publish, last, mut batch } = Audience::gather(args)?;
    measure(args, |tally| {
        crowd.turn(Duration::ZERO, |index, connection, deliveries| {
            if index != last {
                tally.add(deliveries);
                return Ok(());
            }
            let now = now();
            answered(connection, deliveries, now, tally)?;
            ask(connection, deliveries, now, &publish, &mut batch)
        })
    })
}

fn in_step(args: &Args) -> Result<Report> {
    let Audience { mut crowd, publish, last, mut batch } = Audience::gather(args)?;
    let mut steps = Steps::new(crowd.connections.len());
    measure(args, |tally| {
        crowd.turn(Duration::ZERO, |index, _, deliveries| {
            steps.hear(index, deliveries);
            if index != last {
                tally.add(deliveries);
            }
            Ok(())
        })?;
        let (over, now) = (steps.over(), now());
        if over > 0 {
            answered(&mut crowd.connections[last], over, now, tally)?;
            ask(&mut crowd.connections[last], over, now, &publish, &mut batch)?;
        }
        Ok(())
    })
}

/// Subscribers that wait for the first broadcasts, which are on their way.
struct Audience {
    crowd: Crowd,
    publish: [Vec<u8>; 1],
    /// The last to subscribe, which publishes: most servers have served the others when it hears of its own.
    last: usize,
    /// Memory for what is sent at once.
    batch: Vec<u8>,
}

impl Audience {
    fn gather(args: &Args) -> Result<Self> {
        let no_topics = || format!("{:?} has no topics", args.dialect);
        let subscribe = args.dialect.subscribe().with_context(no_topics)?;
        let publish = [args.dialect.publish().with_context(no_topics)?];
        let mut crowd = Crowd::open(args, |opening| opening.ask(&subscribe).map(drop))?;
        wait(&mut crowd, QUIET)?;
        let last = crowd.connections.len() - 1;
        let mut batch = Vec::new();
        ask(&mut crowd.connections[last], args.depth, now(), &publish, &mut batch)?;
        Ok(Self { crowd, publish, last, batch })
    }
}

/// Which broadcasts everybody has heard.
struct Steps {
    /// How many broadcasts each connection has heard.
    heard: Vec<usize>,
    /// How many connections have heard each broadcast that is not over, the oldest first.
    flying: VecDeque<usize>,
    /// How many are over.
    past: usize,
}

impl Steps {
    fn new(connections: usize) -> Self {
        Self { heard: vec![0; connections], flying: VecDeque::new(), past: 0 }
    }

    fn hear(&mut self, connection: usize, deliveries: usize) {
        for _ in 0..deliveries {
            let place = self.heard[connection] - self.past;
            if place == self.flying.len() {
                self.flying.push_back(0);
            }
            self.flying[place] += 1;
            self.heard[connection] += 1;
        }
    }

    /// How many have become so since this was last asked.
    fn over(&mut self) -> usize {
        let all = self.heard.len();
        let over = self.flying.iter().take_while(|heard| **heard == all).count();
        self.flying.drain(..over);
        self.past += over;
        over
    }
}

/// Requests leave when they are due, one connection after another. Between two of them nothing sleeps: waits of the
/// system are milliseconds long, which would be in every latency.
fn paced(args: &Args) -> Result<Report> {
    ensure!(args.rate.is_finite() && args.rate > 0.0, "a rate is more than 0");
    let interval = Duration::try_from_secs_f64(1.0 / args.rate)?;
    let requests = requests(args);
    let mut crowd = Crowd::open(args, |_| Ok(()))?;
    let (mut due, mut turn) = (now(), 0);
    measure(args, |tally| {
        let begun = now();
        while due <= begun {
            let next = turn % crowd.connections.len();
            turn += 1;
            let connection = &mut crowd.connections[next];
            connection.asked.push_back(due);
            connection.send(&requests[connection.requests % requests.len()])?;
            connection.requests += 1;
            if tally.counting {
                tally.delays.add(begun - due);
            }
            due += interval;
        }
        crowd.turn(Duration::ZERO, |_, connection, answers| answered(connection, answers, now(), tally))
    })
}

fn idle(args: &Args) -> Result<Report> {
    let before_kib = process::memory(args.pid)?;
    let mut crowd = Crowd::open(args, |_| Ok(()))?;
    wait(&mut crowd, args.measured())?;
    Ok(Report::Idle { connections: args.connections, before_kib, after_kib: process::memory(args.pid)? })
}

/// Leaves them alone for so long.
fn wait(crowd: &mut Crowd, long: Duration) -> Result<()> {
    let end = now() + long;
    while let Some(left) = left(end) {
        crowd.turn(left, |_, _, _| Ok(()))?;
    }
    Ok(())
}

fn requests(args: &Args) -> Vec<Vec<u8>> {
    (0..NUMBERS.max(2 * args.depth)).map(|number| args.dialect.echo(number)).collect()
}

/// Makes so many requests at once.
fn ask(
    connection: &mut Connection,
    count: usize,
    now: Instant,
    requests: &[Vec<u8>],
    batch: &mut Vec<u8>,
) -> Result<()> {
    batch.clear();
    for _ in 0..count {
        batch.extend(&requests[connection.requests % requests.len()]);
        connection.requests += 1;
        connection.asked.push_back(now);
    }
    connection.send(batch)
}

fn answered(connection: &mut Connection, count: usize, now: Instant, tally: &mut Tally) -> Result<()> {
    for _ in 0..count {
        let asked = connection.asked.pop_front().context("the server answers what nobody asked")?;
        if tally.counting {
            tally.messages += 1;
            tally.latencies.add(now - asked);
        }
    }
    Ok(())
}

/// Warms up, then counts; `turn` does a little. It must not sleep: to wake the generator would take the server's CPU time, the
/// more the less there is to do for a generator that keeps up with it.
fn measure(args: &Args, mut turn: impl FnMut(&mut Tally) -> Result<()>) -> Result<Report> {
    let mut tally = Tally::default();
    let end = now() + args.warm_up();
    while left(end).is_some() {
        turn(&mut tally)?;
    }
    tally.counting = true;
    let (begun, before) = (now(), process::cpu(args.pid)?);
    while left(begun + args.measured()).is_some() {
        turn(&mut tally)?;
    }
    let (elapsed, cpu) = (begun.elapsed(), process::cpu(args.pid)?.saturating_sub(before));
    ensure!(tally.messages > 0, "the server answered nothing in {elapsed:.1?}");
    Ok(Report::Messages {
        messages: tally.messages,
        elapsed,
        cpu,
        p50: tally.latencies.percentile(50),
        p99: tally.latencies.percentile(99),
        typical_p99: tally.latencies.typical_percentile(99),
        delay_p99: tally.delays.typical_percentile(99),
    })
}

fn left(end: Instant) -> Option<Duration> {
    end.checked_duration_since(now()).filter(|left| !left.is_zero())
}

#[expect(clippy::disallowed_methods, reason = "this measures a machine")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broadcast_is_over_when_the_last_has_heard_it() {
        let mut steps = Steps::new(3);
        steps.hear(0, 2);
        steps.hear(2, 1);
        assert_eq!(steps.over(), 0);
        steps.hear(1, 1);
        assert_eq!((steps.over(), steps.over()), (1, 0));
        steps.hear(1, 2);
        steps.hear(2, 2);
        assert_eq!(steps.over(), 1);
        steps.hear(0, 1);
        assert_eq!(steps.over(), 1);
    }
}
