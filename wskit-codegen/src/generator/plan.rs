//! Which files there should be.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use wskit::schema::Protocol;

use super::Output;
use crate::{File, GenerateError, emit, names};

/// What there should be; paths relative to the root.
pub(super) struct Plan {
    pub(super) files: BTreeMap<PathBuf, String>,
    /// Where files may be left over, and what their names end with.
    pub(super) directories: BTreeSet<(PathBuf, &'static str)>,
}

pub(super) fn plan(protocol: &Protocol, outputs: &[Output]) -> Result<Plan, GenerateError> {
    refuse_taken_names(protocol, outputs)?;
    let mut plan = Plan { files: BTreeMap::new(), directories: BTreeSet::new() };
    for output in outputs {
        match output {
            Output::TypeScript(directory) => {
                plan.add(directory, emit::typescript(protocol));
                plan.sweep(directory, &[".ts", ".js"]);
            }
            Output::JavaScript(directory) => {
                plan.add(directory, emit::javascript(protocol));
                plan.sweep(directory, &[".ts", ".js"]);
            }
            Output::JsonSchema(directory) => {
                plan.add(directory, emit::json_schema(protocol));
                plan.sweep(directory, &[".schema.json"]);
            }
            Output::JsonSchemaDraft07(directory) => {
                plan.add(directory, emit::json_schema_draft07(protocol));
                plan.sweep(directory, &[".schema.json"]);
            }
            Output::Document(file) => {
                plan.files.extend(
                    emit::document(protocol).into_iter().map(|emitted| (file.clone(), emitted.contents)),
                );
            }
        }
    }
    Ok(plan)
}

impl Plan {
    fn add(&mut self, directory: &Path, files: Vec<File>) {
        self.files.extend(files.into_iter().map(|file| (directory.join(file.path), file.contents)));
    }

    fn sweep(&mut self, directory: &Path, endings: &[&'static str]) {
        self.directories.extend(endings.iter().map(|ending| (directory.to_owned(), *ending)));
    }
}

fn refuse_taken_names(protocol: &Protocol, outputs: &[Output]) -> Result<(), GenerateError> {
    let mut conflicts = Vec::new();
    if outputs.iter().any(|output| matches!(output, Output::TypeScript(_) | Output::JavaScript(_))) {
        conflicts.extend(names::in_typescript(protocol));
        conflicts.extend(names::in_validators(protocol));
    }
    if outputs.iter().any(|output| matches!(output, Output::JsonSchema(_) | Output::JsonSchemaDraft07(_))) {
        conflicts.extend(names::in_json_schema(protocol));
    }
    if conflicts.is_empty() { Ok(()) } else { Err(GenerateError::NameTaken { conflicts }) }
}
