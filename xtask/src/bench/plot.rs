//! Lines over a logarithmic axis, as SVG.

use std::{collections::BTreeSet, fmt::Write as _};

/// Figures of one thing, by how many there were.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) points: Vec<(usize, f64)>,
}

impl Series {
    /// The figure of so many, if there is one.
    pub(super) fn at(&self, count: usize) -> Option<f64> {
        self.points.iter().find(|point| point.0 == count).map(|(_, figure)| *figure)
    }
}

/// A picture: `across` and `up` name its axes.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    pub(super) title: String,
    pub(super) across: String,
    pub(super) up: String,
    pub(super) series: Vec<Series>,
}

impl Plot {
    /// How many there were in any of the series, each once, the smallest first.
    pub(super) fn counts(&self) -> BTreeSet<usize> {
        self.series.iter().flat_map(|series| series.points.iter().map(|(count, _)| *count)).collect()
    }
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 110.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 56.0;
const COLORS: [&str; 4] = ["#0b62a4", "#c0562f", "#6b7280", "#2f855a"];

/// Where figures stand in the picture.
struct Scale {
    first: f64,
    decades: f64,
    top: f64,
}

impl Scale {
    fn of(plot: &Plot) -> Self {
        let points = || plot.series.iter().flat_map(|series| &series.points);
        let counts = || points().map(|(count, _)| log(*count));
        let first = counts().fold(f64::INFINITY, f64::min);
        let last = counts().fold(f64::NEG_INFINITY, f64::max);
        let highest = points().map(|(_, figure)| *figure).fold(0.0, f64::max);
        let step = step(highest);
        Self { first, decades: (last - first).max(1e-9), top: (highest / step).ceil().max(1.0) * step }
    }

    fn x(&self, count: usize) -> f64 {
        LEFT + (log(count) - self.first) / self.decades * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, figure: f64) -> f64 {
        HEIGHT - BOTTOM - figure / self.top * (HEIGHT - TOP - BOTTOM)
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn log(count: usize) -> f64 {
    (count.max(1) as f64).log10()
}

/// The distance of two lines of the grid: 1, 2 or 5 of some power of ten, four to eight of them.
fn step(highest: f64) -> f64 {
    let rough = highest.max(1e-9) / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|times| times * power).find(|step| *step <= rough).unwrap_or(power)
}

/// Draws it. The vertical axis begins at 0, so that heights can be compared.
pub(super) fn svg(plot: &Plot) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\" fill=\"#222\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    text(&mut svg, WIDTH / 2.0, 22.0, "middle", &plot.title);
    text(&mut svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12.0, "middle", &plot.across);
    let (x, y) = (16.0, (TOP + HEIGHT - BOTTOM) / 2.0);
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" transform=\"rotate(-90 {x} {y})\">{}</text>",
        escape(&plot.up)
    );
    if plot.series.iter().any(|series| !series.points.is_empty()) {
        let scale = Scale::of(plot);
        grid(&mut svg, plot, &scale);
        let mut key = TOP + 8.0;
        for (series, color) in plot.series.iter().zip(COLORS.iter().cycle()) {
            line(&mut svg, series, color, &scale);
            circle(&mut svg, WIDTH - RIGHT + 26.0, key, color);
            text(&mut svg, WIDTH - RIGHT + 36.0, key + 4.0, "start", &series.name);
            key += 20.0;
        }
    }
    svg + "</svg>\n"
}

fn grid(svg: &mut String, plot: &Plot, scale: &Scale) {
    let step = step(scale.top);
    let mut figure = 0.0;
    while figure <= scale.top + step / 2.0 {
        let y = scale.y(figure);
        rule(svg, [LEFT, y, WIDTH - RIGHT, y]);
        text(svg, LEFT - 8.0, y + 4.0, "end", &format!("{}", (figure * 1000.0).round() / 1000.0));
        figure += step;
    }
    for count in plot.counts() {
        let x = scale.x(count);
        rule(svg, [x, TOP, x, HEIGHT - BOTTOM]);
        text(svg, x, HEIGHT - BOTTOM + 18.0, "middle", &count.to_string());
    }
}

fn line(svg: &mut String, series: &Series, color: &str, scale: &Scale) {
    let places: Vec<_> =
        series.points.iter().map(|(count, figure)| (scale.x(*count), scale.y(*figure))).collect();
    let path: Vec<_> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let path = path.join(" ");
    let _ =
        writeln!(svg, "<polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>");
    for (x, y) in &places {
        circle(svg, *x, *y, color);
    }
}

fn circle(svg: &mut String, x: f64, y: f64, color: &str) {
    let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{color}\"/>");
}

fn rule(svg: &mut String, [x1, y1, x2, y2]: [f64; 4]) {
    let _ =
        writeln!(svg, "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#ddd\"/>");
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
    let words = escape(words);
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
}

fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decades_are_as_far_apart_as_each_other() {
        let points = vec![(1, 2.0), (10, 3.0), (100, 4.0)];
        let series = vec![Series { name: "a < b".into(), points }];
        let plot = Plot { title: "t".into(), across: "n".into(), up: "us".into(), series };
        let scale = Scale::of(&plot);
        let gap = |a, b| scale.x(b) - scale.x(a);
        assert!((gap(1, 10) - gap(10, 100)).abs() < 1e-9);
        assert!((scale.y(0.0) - (HEIGHT - BOTTOM)).abs() < 1e-9);
        assert!((scale.y(4.0) - TOP).abs() < 1e-9);
        let svg = svg(&plot);
        assert!(svg.contains("a &lt; b"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 3 + 1, "each point, and the key");
    }

    #[test]
    fn grids_have_round_steps() {
        let steps = [4.0, 9.0, 25.0, 1600.0].map(|highest| step(highest).round().to_string());
        assert_eq!(steps, ["1", "2", "5", "200"]);
    }
}
