//! What the checks need on the machine.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::command::{Outcome, capture, command, stream, succeeds};

const WASM: &str = "wasm32-unknown-unknown";
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const REDIS: &str = "redis-server";
const NODE: u32 = 20;

/// rustfmt and clippy, which a minimal toolchain lacks.
pub(crate) fn components() -> Result<Outcome> {
    for (tool, component) in [("cargo fmt --version", "rustfmt"), ("cargo clippy --version", "clippy")] {
        if succeeds(&mut command(tool)) {
            continue;
        }
        let added = rustup(&format!("rustup component add {component}"))?;
        if !added.success {
            return Ok(added);
        }
    }
    Ok(Outcome::fine("rustfmt and clippy are there"))
}

/// The target without an operating system.
pub(crate) fn wasm_target() -> Result<Outcome> {
    let library = capture(&mut command(&format!("rustc --print target-libdir --target {WASM}")))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(Outcome::fine(format!("{WASM} is there")));
    }
    rustup(&format!("rustup target add {WASM}"))
}

fn rustup(line: &str) -> Result<Outcome> {
    stream(&mut command(line)).with_context(|| format!("rustup is not there; install it and run `{line}`"))
}

/// Node, which runs the client's tests.
pub(crate) fn node() -> Result<Outcome> {
    let advice = || format!("install Node.js {NODE} or newer, with npm");
    let version = capture(&mut command("node --version")).with_context(advice)?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < NODE) {
        bail!("{}: this is {}", advice(), version.trim());
    }
    let npm = capture(&mut command("npm --version")).with_context(advice)?;
    Ok(Outcome::fine(format!("node {}, npm {}", version.trim(), npm.trim())))
}

/// A browser; where apt can install one, it does.
pub(crate) fn install_browser() -> Result<Outcome> {
    if let Some(path) = browser() {
        return Ok(Outcome::fine(path.display().to_string()));
    }
    let installed =
        install("chromium", "no browser found: install chromium, or name one in the variable CHROMIUM")?;
    if installed.success && browser().is_none() {
        bail!("chromium is installed but not on the PATH: name it in the variable CHROMIUM");
    }
    Ok(installed)
}

/// The server of the tests that need Redis, each of which starts its own; where apt can install it, it does.
pub(crate) fn install_redis() -> Result<Outcome> {
    if let Some(path) = find(REDIS) {
        return Ok(Outcome::fine(path.display().to_string()));
    }
    let installed = install(REDIS, "redis-server is not on the PATH: install Redis 6 or newer")?;
    if installed.success && find(REDIS).is_none() {
        bail!("redis-server is installed but not on the PATH");
    }
    // The package starts a service, which nobody asked for; where services are not started, there is none to stop.
    succeeds(&mut command("service redis-server stop"));
    Ok(installed)
}

/// Installs a package of Debian's, or gives the advice to do so.
fn install(package: &str, advice: &str) -> Result<Outcome> {
    if !is_root() || find("apt-get").is_none() {
        bail!("{advice}");
    }
    let apt = |arguments: &str| {
        stream(command(&format!("apt-get {arguments}")).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    let updated = apt("update")?;
    if !updated.success {
        return Ok(updated);
    }
    apt(&format!("install -y {package}"))
}

/// The browser to test with: the one named in `CHROMIUM`, or the first on the `PATH`.
pub(crate) fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| BROWSERS.into_iter().find_map(find))
}

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
}

fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
