//! What runs under Node.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of these tests.
pub(crate) fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guide")
}

/// The TypeScript compiler.
pub(crate) fn tsc() -> Command {
    let compiler = Path::new(env!("CARGO_MANIFEST_DIR")).join("client/node_modules/.bin/tsc");
    assert!(
        compiler.exists(),
        "{} is not installed: run `npm ci` in wskit-codegen/client, or `cargo xtask test`",
        compiler.display()
    );
    Command::new(compiler)
}

/// Writes generated modules; the folder's are ECMAScript modules.
pub(crate) fn write(folder: &Path, files: Vec<wskit_codegen::File>) {
    fs::create_dir_all(folder).expect("a folder");
    for file in files {
        fs::write(folder.join(file.path), file.contents).expect("a file");
    }
    fs::write(folder.join("package.json"), r#"{"type": "module"}"#).expect("a file");
}

/// Runs a program to its end and gives what it printed.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} failed:\n{out}{err}");
    out.into_owned()
}
