//! How the cost of a message grows with what there is of everything.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};

use super::{
    build,
    figures::spread,
    in_process,
    options::Options,
    plot::{self, Plot, Series},
    row::{ECHO_MANY, ECHO_ONE, FAN_OUT, Row},
    servers::{self, FLOOR, OURS, Server},
    target, turns,
};

/// Files that a server needs beside its connections.
const OTHER_FILES: u64 = 100;

const CONNECTIONS: [usize; 4] = [1, 64, 1000, 10_000];
const SUBSCRIBERS: [usize; 4] = [10, 100, 1000, 10_000];
const TOPICS: [usize; 5] = [1, 10, 100, 1000, 10_000];
const TYPES: [usize; 4] = [1, 10, 100, 1000];

/// Measures each range, prints its table and draws its plot into `docs/performance`.
pub(super) fn measure(options: &Options) -> Result<()> {
    let target = target()?;
    build("cargo build --release --quiet -p demo -p bench")?;
    let program = in_process::build()?;
    let servers = servers::own(&target);
    let files = open_files();
    let sockets = |row, counts: &[usize]| of_sockets(row, counts, &servers, files, &target, options);
    let memory = |what, counts: &[usize]| of_memory(what, counts, &program, options);
    let (message, delivery, memory_time) =
        ("us of server CPU a message", "us of server CPU a delivery", "ns a message");
    let one = sockets(&ECHO_ONE, &CONNECTIONS)?;
    draw("connections-depth-1", "ECHO, one request in flight on each", "connections", message, one)?;
    let many = sockets(&ECHO_MANY, &CONNECTIONS)?;
    draw("connections-depth-16", "ECHO, 16 requests in flight on each", "connections", message, many)?;
    let fan_out = sockets(&FAN_OUT, &SUBSCRIBERS)?;
    draw("fan-out", "Fan-out, 4 broadcasts in flight", "subscribers", delivery, fan_out)?;
    let topics = memory("topics", &TOPICS)?;
    draw("topics", "Publishing to one of many topics, in process", "topics", memory_time, topics)?;
    let types = memory("types", &TYPES)?;
    draw("types", "ECHO among many message types, in process", "message types", memory_time, types)
}

/// How many files a server may open, once the soft limit is where the hard one is.
fn open_files() -> u64 {
    rlimit::increase_nofile_limit(u64::MAX).unwrap_or(u64::MAX)
}

fn of_sockets(
    row: &Row,
    counts: &[usize],
    servers: &[Server],
    files: u64,
    target: &Path,
    options: &Options,
) -> Result<Vec<Series>> {
    let mut series: Vec<Series> = Vec::new();
    for &count in counts {
        if files < count as u64 + OTHER_FILES {
            println!("left out: {count} connections: only {files} files may be open; raise `ulimit -n`");
            continue;
        }
        let row = Row { connections: count, ..*row };
        let mut figures = BTreeMap::<_, Vec<f64>>::new();
        for _ in 0..options.rounds {
            for (server, figure) in turns::round(servers, &row, |_| Ok(None), target, options) {
                match figure {
                    Ok(figure) => figures.entry(server.name).or_default().push(figure),
                    Err(error) if server.name == OURS => return Err(error),
                    Err(error) => println!("left out: {} at {count}: {error:#}", server.name),
                }
            }
        }
        println!("{} at {count}", row.mode);
        for (name, figures) in figures {
            let point = (count, median(&figures)?);
            match series.iter_mut().find(|series| series.name == name) {
                Some(series) => series.points.push(point),
                None => series.push(Series { name: name.to_owned(), points: vec![point] }),
            }
        }
    }
    Ok(series)
}

fn of_memory(what: &str, counts: &[usize], program: &Path, options: &Options) -> Result<Vec<Series>> {
    let mut figures = vec![Vec::new(); counts.len()];
    // Short ones in turns, as with servers.
    let turns = options.turns();
    for _ in 0..options.rounds * turns as usize {
        for (figures, &count) in figures.iter_mut().zip(counts) {
            figures.push(in_process::among(program, what, count, options.seconds / f64::from(turns))?);
        }
    }
    println!("{what}");
    let medians = figures.iter().map(|figures| median(figures)).collect::<Result<Vec<_>>>()?;
    let points = counts.iter().copied().zip(medians).collect();
    Ok(vec![Series { name: "wskit".to_owned(), points }])
}

fn median(figures: &[f64]) -> Result<f64> {
    spread(figures).map(|[_, median, _]| median).context("no round")
}

fn draw(file: &str, title: &str, across: &str, up: &str, series: Vec<Series>) -> Result<()> {
    let plot = Plot { title: title.to_owned(), across: across.to_owned(), up: up.to_owned(), series };
    println!("\n{}", table(&plot).trim_end());
    let folder = crate::root().join("docs/performance");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{file}.svg"));
    fs::write(&path, plot::svg(&plot)).with_context(|| format!("cannot write {}", path.display()))
}

/// A line for each series, and for each as a multiple of the floor, which takes out how the system itself grows. The last
/// column is how far the largest figure is above the smallest.
fn table(plot: &Plot) -> String {
    let counts = plot.counts();
    let heads: Vec<_> = counts.iter().map(usize::to_string).collect();
    let (heads, rule) = (heads.join(" | "), "---:|".repeat(heads.len()));
    let mut table = format!(
        "{}: {} by {}\n\n| | {heads} | max / min |\n|---|{rule}---:|\n",
        plot.title, plot.up, plot.across
    );
    let mut add = |name: &str, figure: &dyn Fn(usize) -> Option<f64>| {
        let figures: Vec<_> = counts.iter().map(|count| figure(*count)).collect();
        table += &line(name, &figures);
    };
    for series in &plot.series {
        add(&series.name, &|count| series.at(count));
    }
    if let Some(floor) = plot.series.iter().find(|series| series.name == FLOOR) {
        for series in plot.series.iter().filter(|series| series.name != FLOOR) {
            let multiple = |count| Some(series.at(count)? / floor.at(count)?);
            add(&format!("{} / {FLOOR}", series.name), &multiple);
        }
    }
    table
}

fn line(name: &str, figures: &[Option<f64>]) -> String {
    let known: Vec<_> = figures.iter().copied().flatten().collect();
    let Some([min, _, max]) = spread(&known) else { return String::new() };
    let cell = |figure: &Option<f64>| figure.map_or("-".to_owned(), |figure| format!("{figure:.2}"));
    let cells: Vec<_> = figures.iter().map(cell).collect();
    format!("| {name} | {} | {:.2} |\n", cells.join(" | "), max / min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_how_far_a_series_spreads() {
        let series = |name: &str, figures: &[f64]| Series {
            name: name.to_owned(),
            points: [1, 64, 1000].into_iter().zip(figures.iter().copied()).collect(),
        };
        let plot = Plot {
            title: "Echo".into(),
            across: "connections".into(),
            up: "us".into(),
            series: vec![series("demo", &[6.0, 4.0, 5.0]), series("raw", &[3.0, 1.0])],
        };
        let expected = "Echo: us by connections\n\n| | 1 | 64 | 1000 | max / min |\n|---|---:|---:|---:|---:|\n\
            | demo | 6.00 | 4.00 | 5.00 | 1.50 |\n| raw | 3.00 | 1.00 | - | 3.00 |\n\
            | demo / raw | 2.00 | 4.00 | - | 2.00 |\n";
        assert_eq!(table(&plot), expected);
    }
}
