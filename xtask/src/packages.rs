//! npm packages, installed once for each lock file.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::command::{Outcome, stream};

/// The TypeScript client.
pub(crate) const CLIENT: &str = "wskit-codegen/client";
/// The test of the chat's page.
pub(crate) const BROWSER_TEST: &str = "examples/chat/browser-test";

/// Where the lock file that was installed is kept; gone with the packages.
const INSTALLED: &str = "node_modules/.installed-package-lock.json";

/// npm in one of the folders.
pub(crate) fn npm(directory: &str, arguments: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(arguments).current_dir(crate::root().join(directory));
    npm
}

/// Installs what the lock file says, unless that is there already.
pub(crate) fn install(directory: &str) -> Result<Outcome> {
    let folder = crate::root().join(directory);
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("cannot read {directory}/package-lock.json"))?;
    let installed = folder.join(INSTALLED);
    if is_current(&installed, &wanted) {
        return Ok(Outcome::fine("already installed"));
    }
    let outcome = stream(&mut npm(directory, &["ci", "--no-audit", "--no-fund"]))?;
    if outcome.success && folder.join("node_modules").is_dir() {
        fs::write(&installed, &wanted).with_context(|| format!("cannot write {}", installed.display()))?;
    }
    Ok(outcome)
}

fn is_current(installed: &Path, wanted: &[u8]) -> bool {
    fs::read(installed).is_ok_and(|installed| installed == wanted)
}
