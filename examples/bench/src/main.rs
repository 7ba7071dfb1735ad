//! The load generator: `bench --help`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match bench::load::run(&bench::load::Args::parse()) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        // One line: whoever runs many of these shows it among their own.
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
