use std::path::Path;

use wskit_codegen::{GenerateError, Generator, Report};

use crate::protocol::Demo;

/// Writes `protocol.ts`, `client.ts`, `demo.schema.json` and `wskit.json` into a directory.
///
/// # Errors
///
/// When a file that is not generated is in the way, or the disk fails.
pub fn export(directory: &Path) -> Result<Report, GenerateError> {
    Generator::of::<Demo>().root(directory).typescript(".").json_schema(".").document("wskit.json").write()
}
