//! `cargo xtask bench`: servers side by side, how cost grows, instructions of a dispatch. `docs/performance.md` says what
//! the figures mean.

mod compare;
mod figures;
mod growth;
mod in_process;
mod instructions;
mod options;
mod peers;
mod plot;
mod row;
mod run;
mod servers;
mod table;
mod turns;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};

use crate::command::{command, stream};

pub(crate) use options::USAGE;
use options::{Options, What};

/// Measures what the command line asks for.
pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    match Options::parse(arguments).and_then(|options| measure(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Result<()> {
    match options.what {
        What::Compare => compare::measure(options),
        What::Growth => growth::measure(options),
        What::Instructions => instructions::measure(),
    }
}

/// Where cargo builds: this program lies in one of its folders.
fn target() -> Result<PathBuf> {
    let this = std::env::current_exe().context("cannot tell where this program is")?;
    let target = this.parent().and_then(|profile| profile.parent()).context("this program is nowhere")?;
    Ok(target.to_owned())
}

/// Runs a command that builds something, and shows what it says.
fn build(line: &str) -> Result<()> {
    println!("{line}");
    if !stream(&mut command(line))?.success {
        bail!("`{line}` failed");
    }
    Ok(())
}
