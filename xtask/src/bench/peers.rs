//! Other people's servers, where their folder is.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::servers::Server;
use crate::command::{capture, stream, succeeds};

/// Builds what can be built, and says in a line what cannot.
pub(super) fn build(folder: &Path, target: &Path) -> Vec<Server> {
    let manifest = folder.join("Cargo.toml");
    if !manifest.is_file() {
        println!("no other servers: {} is not there", manifest.display());
        return Vec::new();
    }
    println!("building the servers in {}", folder.display());
    let or_none = |what: &str, built: Result<Vec<Server>>| {
        built.unwrap_or_else(|error| {
            println!("left out: the servers in {what}: {error:#}");
            Vec::new()
        })
    };
    let mut servers = or_none("Rust", in_rust(&manifest, &target.join("peers")));
    servers.append(&mut or_none("JavaScript", in_javascript(&folder.join("js"), &target.join("peers-js"))));
    servers
}

fn in_rust(manifest: &Path, target: &Path) -> Result<Vec<Server>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--quiet", "--manifest-path"]).arg(manifest);
    if !stream(cargo.env("CARGO_TARGET_DIR", target))?.success {
        bail!("they do not build");
    }
    let server = |name| Server::new(name, target.join("release").join(format!("peer-{name}")), target);
    Ok(vec![
        server("onetask"),
        server("tungstenite"),
        server("axum"),
        server("fastwebsockets"),
        server("socketioxide").dialect("socketio"),
        server("jsonrpsee").dialect("jsonrpc").without_topics(),
    ])
}

fn in_javascript(from: &Path, to: &Path) -> Result<Vec<Server>> {
    copy(from, to)?;
    if !to.join("node_modules").is_dir() {
        let mut npm = Command::new("npm");
        capture(npm.args(["install", "--no-fund", "--no-audit", "--silent"]).current_dir(to))
            .context("npm cannot install what they need")?;
    }
    let node = |name, file| Server::new(name, "node", to).argument(file);
    let mut servers = vec![
        node("ws on Node", "ws-node.mjs"),
        node("Socket.IO on Node", "socketio-node.mjs").dialect("socketio"),
    ];
    match bun(to) {
        Some(bun) => servers.push(Server::new("WS-Kit on Bun", bun, to).argument("wskit-bun.ts")),
        None => println!("left out: WS-Kit on Bun: Bun does not run here"),
    }
    Ok(servers)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            // Its bytes only: the folder may be read-only, and the copy is written again the next time.
            fs::write(to.join(entry.file_name()), fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// The program itself rather than the script that starts it, whose process would be measured. Its package moves it there
/// when it is installed; named `.exe` on every system.
fn bun(folder: &Path) -> Option<PathBuf> {
    let bun = folder.join("node_modules/bun/bin/bun.exe");
    succeeds(Command::new(&bun).arg("--version")).then_some(bun)
}
