//! From a protocol to files: the only part that touches the disk.

mod apply;
mod plan;
mod stale;
mod survey;

use std::path::{Component, Path, PathBuf};

use wskit::schema::{DescribeError, DescribeProtocol, Protocol};

use crate::GenerateError;
pub use apply::Report;
pub use stale::Stale;

/// Generates everything a protocol is wanted in.
///
/// ```no_run
/// # fn chat() -> wskit::schema::Protocol { wskit::schema::Builder::new("Chat", "1.0.0", "").finish().unwrap() }
/// use wskit_codegen::Generator;
///
/// let report = Generator::new(chat())
///     .root("examples/chat")
///     .javascript("web")
///     .json_schema("schema")
///     .document("wskit.json")
///     .write()?;
/// println!("{report}");
/// # Ok::<(), wskit_codegen::GenerateError>(())
/// ```
///
/// # What it leaves alone
///
/// A generated file says in its first lines what it was generated from. A file without that header is never touched:
/// where one is in the way, that is an error. Files of this protocol that are no longer generated are removed from the
/// directories of its outputs, so an output keeps its directory tidy; a directory that is no output any more is yours to
/// delete.
///
/// Several protocols can share a directory for [`json_schema`](Self::json_schema), where files carry the protocol's
/// name. The modules of [`typescript`](Self::typescript) and [`javascript`](Self::javascript) have fixed names, so there
/// each protocol needs a directory of its own; two in one directory are an error. One protocol's outputs in one directory
/// belong to one generator.
#[derive(Debug)]
#[must_use = "nothing is generated before `write`, `check` or `assert_current`"]
pub struct Generator {
    protocol: Result<Protocol, DescribeError>,
    root: PathBuf,
    outputs: Vec<Output>,
    regenerate_with: Option<String>,
}

/// One thing to generate, and where.
#[derive(Clone, Debug)]
enum Output {
    TypeScript(PathBuf),
    JavaScript(PathBuf),
    JsonSchema(PathBuf),
    JsonSchemaDraft07(PathBuf),
    /// The path of the file itself.
    Document(PathBuf),
}

impl Generator {
    /// Generates from a protocol declared with `protocol!`.
    pub fn of<P: DescribeProtocol>() -> Self {
        Self::from(P::protocol())
    }

    /// Generates from a document, such as one read from `wskit.json`.
    pub fn new(protocol: Protocol) -> Self {
        Self::from(Ok(protocol))
    }

    fn from(protocol: Result<Protocol, DescribeError>) -> Self {
        Self { protocol, root: PathBuf::new(), outputs: Vec::new(), regenerate_with: None }
    }

    /// What relative paths start from; the current directory if not said. `env!("CARGO_MANIFEST_DIR")` makes a program
    /// and a test agree.
    pub fn root(mut self, directory: impl Into<PathBuf>) -> Self {
        self.root = directory.into();
        self
    }

    /// TypeScript modules into a directory: `protocol.ts`, `client.ts` and `schemas.ts`.
    pub fn typescript(self, directory: impl Into<PathBuf>) -> Self {
        self.output(Output::TypeScript(tidy(&directory.into())))
    }

    /// JavaScript modules with declarations into a directory: `protocol.js`, `client.js` and `schemas.js`, and a
    /// `.d.ts` for each.
    pub fn javascript(self, directory: impl Into<PathBuf>) -> Self {
        self.output(Output::JavaScript(tidy(&directory.into())))
    }

    /// JSON Schema 2020-12 into a directory: `chat.schema.json` for a protocol `Chat`.
    pub fn json_schema(self, directory: impl Into<PathBuf>) -> Self {
        self.output(Output::JsonSchema(tidy(&directory.into())))
    }

    /// JSON Schema draft-07 into a directory: `chat.draft-07.schema.json` for a protocol `Chat`. It can be the directory of
    /// [`json_schema`](Self::json_schema).
    pub fn json_schema_draft07(self, directory: impl Into<PathBuf>) -> Self {
        self.output(Output::JsonSchemaDraft07(tidy(&directory.into())))
    }

    /// The document itself into a file, `wskit.json` by custom.
    pub fn document(self, file: impl Into<PathBuf>) -> Self {
        self.output(Output::Document(tidy(&file.into())))
    }

    /// The command that generates anew, for the message of [`assert_current`](Self::assert_current).
    pub fn regenerate_with(mut self, command: impl Into<String>) -> Self {
        self.regenerate_with = Some(command.into());
        self
    }

    /// Writes what is not current, removes what is left over, and leaves everything else as it is: files are written only
    /// when their contents change.
    ///
    /// # Errors
    ///
    /// When the protocol cannot be described, a name is taken in an output, a file that is not this protocol's is in the
    /// way, or the disk fails.
    pub fn write(self) -> Result<Report, GenerateError> {
        let root = self.root.clone();
        apply::apply(&root, self.survey()?)
    }

    /// Looks whether [`write`](Self::write) would change anything, and changes nothing.
    ///
    /// # Errors
    ///
    /// [`GenerateError::Stale`] when it would, and as for [`write`](Self::write).
    pub fn check(self) -> Result<(), GenerateError> {
        let command = self.regenerate_with.clone();
        match Stale::of(&self.survey()?, command) {
            Some(stale) => Err(stale.into()),
            None => Ok(()),
        }
    }

    /// [`check`](Self::check) for a test.
    ///
    /// # Panics
    ///
    /// When a file is out of date, missing or left over, with what differs and the command to run; and when it cannot be
    /// found out.
    #[track_caller]
    pub fn assert_current(self) {
        if let Err(error) = self.check() {
            let mut message = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                message = format!("{message}: {error}");
                cause = error.source();
            }
            panic!("{message}");
        }
    }

    fn output(mut self, output: Output) -> Self {
        self.outputs.push(output);
        self
    }

    /// Everything to generate, held against what is there. The errors of a protocol surface here.
    fn survey(self) -> Result<survey::Survey, GenerateError> {
        let protocol = self.protocol?;
        let plan = plan::plan(&protocol, &self.outputs)?;
        survey::survey(&self.root, &protocol, plan)
    }
}

/// `./web/.` as `web`: paths are compared.
fn tidy(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

/// A path as messages name it: with slashes, whatever the machine.
fn display(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
