//! What the macros cost to compile: a crate of many messages beside the same structs with the derives that one would
//! otherwise write.

use std::{fmt::Write as _, fs, path::Path, process::Command, time::Instant};

use anyhow::{Context, Result, bail};

use crate::command::Outcome;

const MESSAGES: usize = 200;
const ROUNDS: usize = 7;

/// A way to declare the messages.
struct Way {
    name: &'static str,
    dependencies: &'static str,
    head: &'static str,
    /// In front of each struct.
    attributes: &'static str,
    tail: &'static str,
}

const WAYS: [Way; 4] = [
    Way {
        name: "wskit",
        dependencies: "wskit = { path = \"../../../wskit\", default-features = false, features = [\"schema\"] }",
        head: "wskit::message!(\n",
        attributes: "    #[event]\n",
        tail: ");\n",
    },
    Way {
        name: "derives",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }\nschemars = \"1\"\nts-rs = \"12\"",
        head: "use {schemars::JsonSchema, serde::{Deserialize, Serialize}, ts_rs::TS};\n",
        attributes: "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]\n#[serde(rename_all = \"camelCase\", deny_unknown_fields)]\n",
        tail: "",
    },
    Way {
        name: "wskit-without-schema",
        dependencies: "wskit = { path = \"../../../wskit\", default-features = false }",
        head: "wskit::message!(\n",
        attributes: "    #[event]\n",
        tail: ");\n",
    },
    Way {
        name: "serde",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }",
        head: "use serde::{Deserialize, Serialize};\n",
        attributes: "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\", deny_unknown_fields)]\n",
        tail: "",
    },
];

/// Which way is held against which, and how much longer it may take.
const BOUNDS: [(usize, usize, f64); 2] = [(0, 1, 1.3), (2, 3, 1.5)];

/// Builds each crate in turn, several rounds. What is compared is built right after each other, so the ratio of each round
/// counts: a machine that others use is slower for both.
pub(crate) fn measure() -> Result<Outcome> {
    let folder = crate::root().join("target/build-cost");
    for way in &WAYS {
        write(way, &folder)?;
        build(way, &folder)?;
    }
    let mut times = vec![Vec::new(); WAYS.len()];
    for _ in 0..ROUNDS {
        for (way, times) in WAYS.iter().zip(&mut times) {
            times.push(build(way, &folder)?);
        }
    }
    for (way, times) in WAYS.iter().zip(&times) {
        println!("{:>21}: {} s", way.name, spread(times.clone()));
    }
    let mut over = Vec::new();
    for (own, other, bound) in BOUNDS {
        let ratios: Vec<_> = times[own].iter().zip(&times[other]).map(|(own, other)| own / other).collect();
        let ratio = median(ratios.clone());
        let line = format!("{} / {}: {}, at most {bound}", WAYS[own].name, WAYS[other].name, spread(ratios));
        println!("{line}");
        if ratio > bound {
            over.push(line);
        }
    }
    if over.is_empty() {
        Ok(Outcome::fine("within the bounds"))
    } else {
        bail!("too slow: {}", over.join("; "))
    }
}

fn write(way: &Way, folder: &Path) -> Result<()> {
    let (name, dependencies) = (way.name, way.dependencies);
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n\n[workspace]\n"
    );
    let mut source = way.head.to_owned();
    for index in 0..MESSAGES {
        let _ = write!(
            source,
            "{}    pub struct Message{index} {{\n        pub room_id: String,\n        pub author_name: Option<String>,\n        \
             pub like_count: u32,\n        pub is_pinned: bool,\n        pub tag_list: Vec<String>,\n        pub hot_score: f64,\n    }}\n\n",
            way.attributes
        );
    }
    source += way.tail;
    let crate_folder = folder.join(name);
    fs::create_dir_all(crate_folder.join("src"))?;
    fs::write(crate_folder.join("Cargo.toml"), manifest)?;
    fs::write(crate_folder.join("src/lib.rs"), source).context("cannot write the crate")?;
    Ok(())
}

/// Seconds to build the crate anew, what it depends on being built already.
fn build(way: &Way, folder: &Path) -> Result<f64> {
    let crate_folder = folder.join(way.name);
    let source = crate_folder.join("src/lib.rs");
    fs::write(&source, fs::read(&source)?)?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet"]).current_dir(&crate_folder).env("CARGO_INCREMENTAL", "0");
    cargo.env("CARGO_TARGET_DIR", folder.join("target"));
    let started = now();
    let status = cargo.status().context("cannot run cargo")?;
    if !status.success() {
        bail!("{} does not build", way.name);
    }
    Ok(started.elapsed().as_secs_f64())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn spread(mut figures: Vec<f64>) -> String {
    figures.sort_by(f64::total_cmp);
    format!("{:.2} ({:.2} to {:.2})", median(figures.clone()), figures[0], figures[figures.len() - 1])
}

#[expect(clippy::disallowed_methods, reason = "this measures a machine")]
fn now() -> Instant {
    Instant::now()
}
