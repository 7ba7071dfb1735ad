//! The load generator: `bench --help`.

use clap::Parser;

fn main() -> anyhow::Result<()> {
    let report = bench::load::run(&bench::load::Args::parse())?;
    println!("{report}");
    Ok(())
}
