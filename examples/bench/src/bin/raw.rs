//! Every frame sent back unread, the transport's floor: `raw PORT`.

fn main() -> anyhow::Result<()> {
    bench::servers::run(bench::servers::raw())
}
