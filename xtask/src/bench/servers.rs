//! The servers that can be measured.

use std::path::{Path, PathBuf};

/// A server that takes a port as its last argument.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) name: &'static str,
    /// What the generator has to speak.
    pub(super) dialect: &'static str,
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    pub(super) folder: PathBuf,
    /// Whether it has topics.
    pub(super) has_topics: bool,
}

/// The project's own server.
pub(super) const OURS: &str = "demo";
/// The transport's floor.
pub(super) const FLOOR: &str = "raw";
/// The best by hand that is in this repository.
pub(super) const BY_HAND: &str = "by-hand";

impl Server {
    pub(super) fn new(name: &'static str, program: impl Into<PathBuf>, folder: &Path) -> Self {
        let (arguments, folder) = (Vec::new(), folder.to_owned());
        Self { name, dialect: "wskit", program: program.into(), arguments, folder, has_topics: true }
    }

    pub(super) fn dialect(self, dialect: &'static str) -> Self {
        Self { dialect, ..self }
    }

    pub(super) fn argument(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    pub(super) fn without_topics(self) -> Self {
        Self { has_topics: false, ..self }
    }
}

/// Those of the project.
pub(super) fn own(target: &Path) -> Vec<Server> {
    let release = target.join("release");
    vec![
        Server::new(OURS, release.join("demo"), &release).argument("--port"),
        Server::new(BY_HAND, release.join("by-hand"), &release),
        Server::new(FLOOR, release.join("raw"), &release),
    ]
}
