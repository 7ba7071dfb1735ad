//! The project's own commands: `cargo xtask test|ci|faults|build-cost|bench|codegen`.

mod bench;
mod build_cost;
mod checks;
mod codegen;
mod command;
mod faults;
mod packages;
mod setup;
mod steps;
mod tally;

use std::{path::PathBuf, process::ExitCode};

const USAGE: &str = "\
usage: cargo xtask <command>

  test      sets everything up and runs every check
  ci        the same; what .ci/run calls
  faults    puts faults in, one at a time, and checks that the agreement test finds them
  build-cost  compares the time to build many messages with that of the derives
  bench     measures the demo beside other servers; `cargo xtask bench --help` says what else
  codegen   writes every generated file anew";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["test" | "ci"] => steps::run_all(checks::all()),
        ["faults"] => steps::run_all(checks::faults()),
        ["build-cost"] => steps::run_all(checks::build_cost()),
        ["bench", "--help" | "-h"] => {
            println!("{}", bench::USAGE);
            ExitCode::SUCCESS
        }
        ["bench", arguments @ ..] => bench::run(arguments),
        ["codegen"] => codegen::run(),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// The repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default()
}
