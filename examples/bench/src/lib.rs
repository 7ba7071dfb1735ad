//! What measures servers side by side: `cargo xtask bench` runs it, `docs/performance.md` says what it is for.
//!
//! `load` is the generator, behind the binary `bench`; `servers` are those to be held against, behind the binaries
//! `by-hand` and `raw`.

pub mod load;
pub mod servers;
