//! What there should be, held against what is there.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use wskit::schema::Protocol;

use super::plan::Plan;
use crate::{
    GenerateError,
    header::{self, Header},
};

/// Every file that is, or should be, generated.
pub(super) struct Survey {
    /// What was generated, such as `Chat 1.2.0`.
    pub(super) of: String,
    pub(super) files: Vec<Surveyed>,
}

/// A file, its path relative to the root.
pub(super) struct Surveyed {
    pub(super) path: PathBuf,
    pub(super) state: State,
}

pub(super) enum State {
    Current,
    Missing { contents: String },
    Changed { before: String, contents: String },
    LeftOver,
}

pub(super) fn survey(root: &Path, protocol: &Protocol, plan: Plan) -> Result<Survey, GenerateError> {
    let mut files = left_over(root, protocol, &plan)?;
    for (path, contents) in plan.files {
        let state = state(&root.join(&path), protocol, contents)?;
        files.push(Surveyed { path, state });
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Survey { of: format!("{} {}", protocol.name, protocol.version), files })
}

fn state(path: &Path, protocol: &Protocol, contents: String) -> Result<State, GenerateError> {
    let Some(before) = read(path)? else { return Ok(State::Missing { contents }) };
    match header::read(&before) {
        None => Err(GenerateError::NotGenerated { path: path.to_owned() }),
        Some(Header::Protocol(found)) if found != protocol.name => Err(GenerateError::OtherProtocol {
            path: path.to_owned(),
            found,
            protocol: protocol.name.clone(),
        }),
        Some(_) if same(&before, &contents) => Ok(State::Current),
        Some(_) => Ok(State::Changed { before, contents }),
    }
}

/// Whether two texts are the same but for the line ends that version control may have made.
fn same(before: &str, contents: &str) -> bool {
    before == contents || before.replace("\r\n", "\n") == contents
}

/// Files of this protocol that are not in the plan, and clients without a protocol beside them.
fn left_over(root: &Path, protocol: &Protocol, plan: &Plan) -> Result<Vec<Surveyed>, GenerateError> {
    let mut found = Vec::new();
    for (directory, ending) in &plan.directories {
        for path in files(root, directory, ending)? {
            if plan.files.contains_key(&path) {
                continue;
            }
            let is_left_over = match read_header(&root.join(&path))? {
                Some(Header::Protocol(name)) => name == protocol.name,
                Some(Header::Client) => !has_protocol(root, &path, protocol, plan)?,
                None => false,
            };
            if is_left_over {
                found.push(Surveyed { path, state: State::LeftOver });
            }
        }
    }
    Ok(found)
}

/// Whether the module that a client belongs to is, or will be, beside it.
fn has_protocol(root: &Path, client: &Path, protocol: &Protocol, plan: &Plan) -> Result<bool, GenerateError> {
    let is_module = client.file_name().is_some_and(|name| name == "client.ts");
    let beside = client.with_file_name(if is_module { "protocol.ts" } else { "protocol.js" });
    if plan.files.contains_key(&beside) {
        return Ok(true);
    }
    Ok(matches!(read_header(&root.join(beside))?, Some(Header::Protocol(name)) if name != protocol.name))
}

/// The files in a directory whose names end so; none where there is no directory.
fn files(root: &Path, directory: &Path, ending: &str) -> Result<Vec<PathBuf>, GenerateError> {
    let full = match root.join(directory) {
        path if path.as_os_str().is_empty() => PathBuf::from("."),
        path => path,
    };
    let failed = |source| GenerateError::Read { path: full.clone(), source };
    let entries = match fs::read_dir(&full) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        if name.to_string_lossy().ends_with(ending) && entry.file_type().map_err(failed)?.is_file() {
            files.push(directory.join(name));
        }
    }
    Ok(files)
}

fn read_header(path: &Path) -> Result<Option<Header>, GenerateError> {
    Ok(read(path)?.and_then(|contents| header::read(&contents)))
}

/// What a file says, `None` if there is none. What is not text cannot have been generated, but has no other trouble.
fn read(path: &Path) -> Result<Option<String>, GenerateError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(GenerateError::Read { path: path.to_owned(), source }),
    }
}
