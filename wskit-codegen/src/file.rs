use std::path::PathBuf;

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Where it belongs, relative to the directory of its output.
    pub path: PathBuf,
    /// What it says; ends with a line break.
    pub contents: String,
}

impl File {
    pub(crate) fn new(path: impl Into<PathBuf>, contents: String) -> Self {
        Self { path: path.into(), contents }
    }
}
