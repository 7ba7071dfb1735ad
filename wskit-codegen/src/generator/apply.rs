//! Makes the disk what it should be.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use super::{
    display,
    survey::{State, Survey},
};
use crate::GenerateError;

/// What [`Generator::write`](crate::Generator::write) did; paths relative to the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// New, or other than before.
    pub written: Vec<PathBuf>,
    /// As they were; not touched.
    pub unchanged: Vec<PathBuf>,
    /// No longer generated.
    pub removed: Vec<PathBuf>,
}

/// A line for each file that changed, and the counts.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in &self.written {
            writeln!(f, "wrote {}", display(path))?;
        }
        for path in &self.removed {
            writeln!(f, "removed {}", display(path))?;
        }
        let (written, unchanged, removed) = (self.written.len(), self.unchanged.len(), self.removed.len());
        write!(f, "{written} written, {unchanged} unchanged, {removed} removed")
    }
}

pub(super) fn apply(root: &Path, survey: Survey) -> Result<Report, GenerateError> {
    let mut report = Report::default();
    for file in survey.files {
        let path = root.join(&file.path);
        match file.state {
            State::Current => report.unchanged.push(file.path),
            State::Missing { contents } | State::Changed { contents, .. } => {
                write(&path, &contents).map_err(|source| GenerateError::Write { path, source })?;
                report.written.push(file.path);
            }
            State::LeftOver => {
                fs::remove_file(&path).map_err(|source| GenerateError::Remove { path, source })?;
                report.removed.push(file.path);
            }
        }
    }
    Ok(report)
}

/// Writes beside the file and moves it there, so that whoever watches it never sees half of it.
fn write(path: &Path, contents: &str) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let moved = fs::write(&beside, contents).and_then(|()| fs::rename(&beside, path));
    if moved.is_err() {
        // What went wrong first is what counts; the file may not even be there.
        let _ = fs::remove_file(&beside);
    }
    moved
}
