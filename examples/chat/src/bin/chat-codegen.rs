//! Writes the page's client: `cargo run -p chat --bin chat-codegen`, or `cargo xtask codegen` for everything generated.

fn main() -> anyhow::Result<()> {
    let report = chat::generator().write()?;
    println!("{report}");
    Ok(())
}
