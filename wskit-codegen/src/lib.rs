//! TypeScript clients, JavaScript modules and JSON Schema from a wskit protocol.
//!
//! [`Generator`] takes a protocol, a few directories, and writes what belongs there. It is at home in a small binary:
//!
//! ```no_run
//! use wskit_codegen::Generator;
//! # struct Chat;
//! # impl wskit::schema::DescribeProtocol for Chat {
//! #     fn protocol() -> Result<wskit::schema::Protocol, wskit::schema::DescribeError> {
//! #         wskit::schema::Builder::new("Chat", "1.0.0", "").finish()
//! #     }
//! # }
//!
//! fn main() -> Result<(), wskit_codegen::GenerateError> {
//!     let report = generated().write()?;
//!     println!("{report}");
//!     Ok(())
//! }
//!
//! fn generated() -> Generator {
//!     Generator::of::<Chat>()
//!         .root(env!("CARGO_MANIFEST_DIR"))
//!         .typescript("web/src/protocol")
//!         .json_schema("schema")
//!         .regenerate_with("cargo run --bin codegen")
//! }
//! ```
//!
//! and in a test, which keeps what is committed in step with the declarations: `generated().assert_current()`.
//!
//! # What lies where
//!
//! | output | files |
//! |---|---|
//! | [`typescript`](Generator::typescript) | `protocol.ts`, `client.ts`, `schemas.ts` |
//! | [`javascript`](Generator::javascript) | `protocol.js`, `client.js`, `schemas.js`, and a `.d.ts` beside each |
//! | [`json_schema`](Generator::json_schema) | `<name-of-the-protocol>.schema.json` |
//! | [`json_schema_draft07`](Generator::json_schema_draft07) | `<name-of-the-protocol>.draft-07.schema.json` |
//! | [`document`](Generator::document) | the file named: the document itself, to be read back with serde |
//!
//! The functions in [`emit`] make the same files without touching a disk.

pub mod emit;
mod error;
mod file;
mod generator;
mod header;
mod names;
mod order;
mod schema;
mod shape;
mod typescript;
mod validators;

/// The pages of the guide, whose Rust is compiled and run here because this crate's tests have every feature.
#[cfg(doctest)]
mod guide {
    #[doc = include_str!("../../docs/types.md")]
    struct Types;

    #[doc = include_str!("../../docs/constraints.md")]
    struct Constraints;

    #[doc = include_str!("../../docs/protocol.md")]
    struct Protocol;

    #[doc = include_str!("../../docs/agreement.md")]
    struct Agreement;

    #[doc = include_str!("../../docs/versioning.md")]
    struct Versioning;
}

pub use error::GenerateError;
pub use file::File;
pub use generator::{Generator, Report, Stale};
