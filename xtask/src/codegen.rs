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

/// The client first: it is embedded in the generator, which then writes it beside the chat's page.
fn generate() -> Result<()> {
    done("installing the client's packages", &packages::install(CLIENT)?)?;
    done("compiling the client", &stream(&mut npm(CLIENT, &["run", "build"]))?)?;
    done("generating the chat's files", &stream(&mut command("cargo run --quiet -p chat --bin codegen"))?)
}

fn done(what: &str, outcome: &Outcome) -> Result<()> {
    if outcome.success { Ok(()) } else { bail!("{what} failed") }
}
