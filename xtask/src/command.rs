//! Children whose output is shown as it comes and kept as well.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
};

use anyhow::{Context, Result, bail};

/// What a child said on both its outputs, and whether it succeeded.
pub(crate) struct Outcome {
    pub(crate) success: bool,
    pub(crate) output: String,
}

impl Outcome {
    /// A success with something to say.
    pub(crate) fn fine(says: impl Into<String>) -> Self {
        let output = says.into();
        println!("{output}");
        Self { success: true, output }
    }
}

/// A command in the repository, written as one would type it. No argument of ours has a space in it.
pub(crate) fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(crate::root());
    command
}

/// Runs a command, shows what it says and keeps it.
pub(crate) fn stream(command: &mut Command) -> Result<Outcome> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", name(command)))?;
    let kept = Mutex::new(Vec::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| stdout.map(|pipe| copy(pipe, std::io::stdout(), &kept)));
        scope.spawn(|| stderr.map(|pipe| copy(pipe, std::io::stderr(), &kept)));
    });
    let success = child.wait().with_context(|| format!("lost {}", name(command)))?.success();
    let kept = kept.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Outcome { success, output: String::from_utf8_lossy(&kept).into_owned() })
}

/// Runs a command and takes what it says; it is not shown.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {}", name(command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", name(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command runs and succeeds; what it says does not matter.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Line by line, so that the two outputs of a child do not mix within a line.
fn copy(from: impl Read, mut to: impl Write, kept: &Mutex<Vec<u8>>) {
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A reader that has gone away is no reason to stop the checks.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        kept.lock().unwrap_or_else(PoisonError::into_inner).append(&mut line);
    }
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(OsStr::new("it")).to_string_lossy().into_owned()
}
