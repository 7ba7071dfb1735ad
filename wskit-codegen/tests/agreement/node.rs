//! What the judges that run under Node say: ajv, the generated validators, the TypeScript compiler.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wskit::schema::Protocol;

use super::rust::{Case, wire_type};

/// As many values of each type in each direction as the TypeScript compiler reads.
const COMPILED: usize = 60;

/// What the judges say of the values of one type, in their order.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Verdicts {
    pub(crate) ajv: Vec<bool>,
    pub(crate) issues: Vec<Vec<(String, String)>>,
    pub(crate) ajv_sent: Vec<bool>,
    pub(crate) issues_sent: Vec<Vec<(String, String)>>,
    pub(crate) raw: Vec<Vec<(String, String)>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    wire_type: String,
    receive: Value,
    send: Value,
    values: Vec<String>,
    sent: Vec<String>,
    raw: Vec<String>,
}

/// The folder with the packages that the judges need.
fn packages() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("client");
    assert!(
        folder.join("node_modules/ajv").is_dir(),
        "the packages of {} are not installed: run `npm ci` there, or `cargo xtask test`",
        folder.display()
    );
    folder
}

/// Asks ajv and the generated validators.
pub(crate) fn verdicts(protocol: &Protocol, cases: &[Case]) -> Vec<Verdicts> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), wskit_codegen::emit::javascript(protocol));
    fs::write(folder.path().join("package.json"), r#"{"type": "module"}"#).expect("a file");
    let asked: Vec<_> = cases.iter().enumerate().map(|(index, case)| asked(index, case)).collect();
    fs::write(folder.path().join("cases.json"), serde_json::to_vec(&asked).expect("JSON")).expect("a file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/judge.mjs");
    run(Command::new("node").arg(script).arg(folder.path()).arg(packages()));
    let verdicts = fs::read(folder.path().join("verdicts.json")).expect("verdicts");
    serde_json::from_slice(&verdicts).expect("verdicts")
}

fn asked(index: usize, case: &Case) -> Asked {
    Asked {
        wire_type: wire_type(index),
        receive: published(&case.receive),
        send: published(&case.send),
        values: case.judged.iter().map(|judged| judged.value.to_string()).collect(),
        sent: case.sent().map(Value::to_string).collect(),
        raw: case.raw.iter().map(|raw| raw.text.clone()).collect(),
    }
}

/// A schema without what is for our own generators.
fn published(schema: &Value) -> Value {
    match schema {
        Value::Object(entries) => entries
            .iter()
            .filter(|(key, _)| !key.starts_with("x-wskit-"))
            .map(|(key, value)| (key.clone(), published(value)))
            .collect(),
        Value::Array(items) => items.iter().map(published).collect(),
        other => other.clone(),
    }
}

/// Compiles what Rust sends as what the server sends, and what Rust accepts as what a client sends; gives how many values
/// there were.
pub(crate) fn compile(protocol: &Protocol, cases: &[Case]) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), wskit_codegen::emit::typescript(protocol));
    let mut source = "import type { ClientEvents, ServerEvents } from \"./protocol.js\";\n".to_owned();
    let mut count = 0;
    for (index, case) in cases.iter().enumerate() {
        let accepted = case.judged.iter().filter(|judged| judged.accepted() && !has_alias(&judged.value));
        let accepted: Vec<_> = accepted.map(|judged| &judged.value).collect();
        let (sent, wire_type) = (case.sent().collect::<Vec<_>>(), wire_type(index));
        for (map, values) in [("ServerEvents", sent), ("ClientEvents", accepted)] {
            for value in spread(&values) {
                let _ = writeln!(
                    source,
                    "export const value{count}: {map}[\"{wire_type}\"][\"payload\"] = {value};"
                );
                count += 1;
            }
        }
    }
    fs::write(folder.path().join("values.ts"), source).expect("a file");
    let mut tsc = Command::new(packages().join("node_modules/.bin/tsc"));
    run(tsc
        .current_dir(folder.path())
        .args(["--strict", "--noEmit", "--target", "es2022", "--module", "es2022"])
        .args(["--moduleResolution", "bundler", "--exactOptionalPropertyTypes", "values.ts"]));
    count
}

/// Whether a value has a field under another name than its own, which TypeScript does not offer to those who write anew.
fn has_alias(value: &Value) -> bool {
    const ALIASES: [&str; 4] = ["surname", "family", "nick", "many"];
    value.as_object().is_some_and(|object| ALIASES.iter().any(|alias| object.contains_key(*alias)))
}

/// Some of many, from the first to the last.
fn spread<'a>(all: &[&'a Value]) -> Vec<&'a Value> {
    let step = all.len().div_ceil(COMPILED).max(1);
    all.iter().step_by(step).copied().collect()
}

fn write(folder: &Path, files: Vec<wskit_codegen::File>) {
    for file in files {
        fs::write(folder.join(file.path), file.contents).expect("a file");
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let words = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{command:?} failed:\n{}", String::from_utf8_lossy(&words));
}
