//! The demo's ECHO, SUB and PUB, written by hand: `by-hand PORT`.

fn main() -> anyhow::Result<()> {
    bench::servers::run(bench::servers::by_hand())
}
