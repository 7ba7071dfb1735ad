//! Writes every generated file anew.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{
    command::{Outcome, command, stream},
    packages::{self, CLIENT, npm},
};

pub(crate) fn run() -> ExitCode {
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The client first: it is embedded in the generator, which then writes it into the examples.
fn generate() -> Result<()> {
    done("installing the client's packages", &packages::install(CLIENT)?)?;
    done("compiling the client", &stream(&mut npm(CLIENT, &["run", "build"]))?)?;
    for example in ["chat", "quickstart", "redis-multi-instance"] {
        let codegen = format!("cargo run --quiet -p {example} --bin {example}-codegen");
        done(&format!("generating the files of {example}"), &stream(&mut command(&codegen))?)?;
    }
    Ok(())
}

fn done(what: &str, outcome: &Outcome) -> Result<()> {
    if outcome.success { Ok(()) } else { bail!("{what} failed") }
}
