//! Writes the TypeScript client of the README.
#![allow(missing_docs)]

use quickstart::Chat;
use wskit_codegen::{GenerateError, Generator};

fn main() -> Result<(), GenerateError> {
    let report =
        Generator::of::<Chat>().root(env!("CARGO_MANIFEST_DIR")).typescript("web/protocol").write()?;
    println!("{report}");
    Ok(())
}
