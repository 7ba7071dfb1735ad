//! Does the agreement test find what it is for? Each fault is put into one output only, in a copy of the repository, and
//! the test has to fail there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::command::{Outcome, capture, command};

/// A change after which one of the judges says something else.
struct Fault {
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
}

const FAULTS: [Fault; 4] = [
    Fault {
        name: "Rust counts bytes instead of characters",
        file: "wskit/src/validate/rules/length.rs",
        from: "Some(self.chars().count())",
        to: "Some(self.len())",
    },
    Fault {
        name: "the validator forgets unknown keys",
        file: "wskit-codegen/client/dist/schemas.js",
        from: "if (!known.has(key))",
        to: "if (false)",
    },
    Fault {
        name: "the schema's maximum is off by one",
        file: "wskit/src/validate/rules/range.rs",
        from: "self.max.map(N::at_most)",
        to: "self.max.map(N::less_than)",
    },
    Fault {
        name: "Rust reads UUIDs in upper case",
        file: "wskit/src/validate/text/uuid.rs",
        from: "&& !text.bytes().any(|byte| byte.is_ascii_uppercase())",
        to: "",
    },
];

/// Puts in each fault and runs the agreement test.
pub(crate) fn are_found() -> Result<Outcome> {
    let copy = crate::root().join("target/faults");
    let mut missed = Vec::new();
    for fault in &FAULTS {
        mirror(&copy)?;
        put_in(fault, &copy)?;
        match disagreements(&copy)? {
            Some(count) => println!("found, {count} disagreements: {}", fault.name),
            None => missed.push(fault.name),
        }
    }
    mirror(&copy)?;
    if !missed.is_empty() {
        bail!("the agreement test does not find that {}", missed.join(", nor that "));
    }
    Ok(Outcome::fine(format!("all {} faults are found", FAULTS.len())))
}

/// Makes the copy equal to the repository; a file that is equal already keeps its time, so that it is not built anew.
fn mirror(copy: &Path) -> Result<()> {
    let root = crate::root();
    let listed = capture(&mut command("git ls-files --cached --others --exclude-standard"))?;
    for file in listed.lines().filter(|file| root.join(file).is_file()) {
        let (from, to) = (root.join(file), copy.join(file));
        let contents = fs::read(&from).with_context(|| format!("cannot read {file}"))?;
        if fs::read(&to).is_ok_and(|there| there == contents) {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, contents).with_context(|| format!("cannot write {}", to.display()))?;
    }
    link(&root.join("wskit-codegen/client/node_modules"), &copy.join("wskit-codegen/client/node_modules"))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        return Ok(());
    }
    std::os::unix::fs::symlink(from, to).with_context(|| format!("cannot link {}", to.display()))
}

#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        return Ok(());
    }
    std::os::windows::fs::symlink_dir(from, to).with_context(|| format!("cannot link {}", to.display()))
}

fn put_in(fault: &Fault, copy: &Path) -> Result<()> {
    let path: PathBuf = copy.join(fault.file);
    let sound = fs::read_to_string(&path).with_context(|| format!("cannot read {}", fault.file))?;
    if sound.matches(fault.from).count() != 1 {
        bail!("{} does not have `{}` exactly once: say anew where this fault goes", fault.file, fault.from);
    }
    fs::write(&path, sound.replace(fault.from, fault.to))?;
    Ok(())
}

/// How many disagreements the test found; `None` when it passed.
fn disagreements(copy: &Path) -> Result<Option<usize>> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "-p", "wskit-codegen", "--test", "agreement", "--", "--nocapture", "every_judge"])
        .current_dir(copy)
        // Not the repository's own: cargo tells the two apart by nothing but the times of their files.
        .env("CARGO_TARGET_DIR", crate::root().join("target/faults-build"))
        .stdin(Stdio::null());
    let output = cargo.output().context("cannot run cargo")?;
    if output.status.success() {
        return Ok(None);
    }
    let words = String::from_utf8_lossy(&output.stdout);
    let count = words.lines().find_map(|line| {
        let (before, _) = line.split_once(" disagreements")?;
        before.rsplit(' ').next()?.parse().ok()
    });
    match count {
        Some(count) if count > 0 => Ok(Some(count)),
        _ => bail!("the copy does not build: {}", String::from_utf8_lossy(&output.stderr)),
    }
}
