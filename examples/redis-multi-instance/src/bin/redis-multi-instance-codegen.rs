//! Writes the page's client: `cargo xtask codegen` does it for everything generated.

fn main() -> anyhow::Result<()> {
    println!("{}", redis_multi_instance::generator().write()?);
    Ok(())
}
