//! The project's own commands: `cargo xtask test|codegen|ci`.
fn main() {}
