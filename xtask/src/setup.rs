//! What the checks need on the machine.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::command::{Outcome, capture, command, stream, succeeds};

const WASM: &str = "wasm32-unknown-unknown";
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
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
    let installed = apt_install("chromium", "install chromium, or name one in the variable CHROMIUM")?;
    if installed.success && browser().is_none() {
        bail!("chromium is installed but not on the PATH: name it in the variable CHROMIUM");
    }
    Ok(installed)
}

/// The brokers that tests start on spare ports, and what building the Kafka library takes.
pub(crate) fn install_brokers() -> Result<Outcome> {
    for (program, package) in
        [("redis-server", "redis-server"), ("nats-server", "nats-server"), ("make", "make")]
    {
        if find(program).is_some() {
            continue;
        }
        let installed = apt_install(package, &format!("install {package}"))?;
        if !installed.success {
            return Ok(installed);
        }
        // Debian starts what it installs; the tests start their own.
        if package != "make" && succeeds(&mut command(&format!("service {package} stop"))) {
            println!("stopped the service {package}");
        }
        if find(program).is_none() {
            bail!("{package} is installed but {program} is not on the PATH");
        }
    }
    Ok(Outcome::fine("redis-server, nats-server and make are there"))
}

/// Installs a Debian package, or says in one line what there is to do.
fn apt_install(package: &str, advice: &str) -> Result<Outcome> {
    if !is_root() || find("apt-get").is_none() {
        bail!("{package} is not there and cannot be installed without root and apt-get: {advice}");
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
        .chain([PathBuf::from("/usr/sbin")])
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
}

fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
