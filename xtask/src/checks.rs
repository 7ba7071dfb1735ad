//! Every check, in the order of running: what fails fast comes first.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    build_cost,
    command::{Outcome, capture, command, stream},
    faults,
    packages::{self, BROWSER_TEST, CLIENT, npm},
    setup,
    steps::Step,
    tally::Counts,
};

const COMPONENTS: &str = "set up: rustfmt and clippy";
const WASM: &str = "set up: wasm32-unknown-unknown";
const NODE: &str = "set up: node";
const BROWSER: &str = "set up: a browser";
const BROKERS: &str = "set up: Redis and NATS";
const CLIENT_PACKAGES: &str = "set up: packages of the TypeScript client";
const BROWSER_PACKAGES: &str = "set up: packages of the browser test";
const FAULTS: &str = "the agreement test finds faults";
const CHAT: &str = "cargo build of the chat";

/// Folders of TypeScript, each with its own tsconfig.json.
const GOLDEN_TYPES: &str = "wskit-codegen/tests/types";
const CHAT_PAGE: &str = "examples/chat/web";
const CHAT_TYPES: &str = "examples/chat/types";
const QUICKSTART: &str = "examples/quickstart/web";
const TWO_SERVERS: &str = "examples/redis-multi-instance/web";

/// The set-up and all checks.
pub(crate) fn all() -> Vec<Step> {
    use Counts::{Cargo, Node, Nothing, Whole};
    let step = |name, needs, counts, run| Step { name, needs, counts, run };
    vec![
        step(COMPONENTS, &[], Nothing, setup::components),
        step(WASM, &[], Nothing, setup::wasm_target),
        step(NODE, &[], Nothing, setup::node),
        step(CLIENT_PACKAGES, &[NODE], Nothing, || packages::install(CLIENT)),
        step(BROWSER_PACKAGES, &[NODE], Nothing, || packages::install(BROWSER_TEST)),
        step(BROWSER, &[], Nothing, setup::install_browser),
        step(BROKERS, &[], Nothing, setup::install_brokers),
        step("cargo fmt", &[COMPONENTS], Nothing, || run("cargo fmt --all --check -- --color never")),
        step("cargo clippy", &[COMPONENTS, BROKERS], Nothing, || {
            run("cargo clippy --workspace --all-targets --all-features -- -D warnings")?;
            run("cargo clippy -p wskit --no-default-features -- -D warnings")
        }),
        step("the core builds for wasm32", &[WASM], Nothing, || {
            run("cargo check -p wskit --no-default-features --target wasm32-unknown-unknown")
        }),
        step("the core names no runtime", &[], Nothing, core_names_no_runtime),
        step("cargo test", &[CLIENT_PACKAGES, BROKERS], Cargo, || {
            run("cargo test --workspace --all-features --no-fail-fast")
        }),
        step(FAULTS, &[CLIENT_PACKAGES], Whole, faults::are_found),
        step("cargo doc", &[], Nothing, || {
            stream(command("cargo doc --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings"))
        }),
        step("tests of the TypeScript client", &[CLIENT_PACKAGES], Node, || {
            stream(&mut npm(CLIENT, &["test"]))
        }),
        step("types of the golden protocol", &[CLIENT_PACKAGES], Whole, || tsc(GOLDEN_TYPES)),
        step("types of the chat's page", &[CLIENT_PACKAGES], Whole, || tsc(CHAT_PAGE)),
        step("types of the chat's client", &[CLIENT_PACKAGES], Whole, || tsc(CHAT_TYPES)),
        step("types of the README's client", &[CLIENT_PACKAGES], Whole, || tsc(QUICKSTART)),
        step("types of the page on two servers", &[CLIENT_PACKAGES], Whole, || tsc(TWO_SERVERS)),
        step(CHAT, &[], Nothing, || run("cargo build -p chat")),
        step("the chat in a browser", &[CHAT, BROWSER, BROWSER_PACKAGES], Node, chat_in_a_browser),
    ]
}

/// The check of the agreement test alone, with its set-up.
pub(crate) fn faults() -> Vec<Step> {
    let wanted = [NODE, CLIENT_PACKAGES, FAULTS];
    all().into_iter().filter(|step| wanted.contains(&step.name)).collect()
}

/// The time to compile, which depends on the machine and is no test.
pub(crate) fn build_cost() -> Vec<Step> {
    vec![Step { name: "build cost", needs: &[], counts: Counts::Whole, run: build_cost::measure }]
}

fn run(line: &str) -> Result<Outcome> {
    stream(&mut command(line))
}

/// Without its default features, wskit must not bring an async runtime or a WebSocket library.
fn core_names_no_runtime() -> Result<Outcome> {
    let tree = capture(&mut command("cargo tree -p wskit --no-default-features -e normal --prefix none"))?;
    let found: Vec<_> =
        tree.lines().filter(|line| line.contains("tokio") || line.contains("tungstenite")).collect();
    if !found.is_empty() {
        bail!("wskit without features depends on {}", found.join(", "));
    }
    Ok(Outcome::fine(format!("{} dependencies, none of them tokio or tungstenite", tree.lines().count())))
}

/// Type-checks a folder with the compiler that the client's package brings.
fn tsc(folder: &str) -> Result<Outcome> {
    let mut tsc = Command::new(crate::root().join(CLIENT).join("node_modules/.bin/tsc"));
    stream(tsc.args(["-p", folder]).current_dir(crate::root()))
}

fn chat_in_a_browser() -> Result<Outcome> {
    let binary = beside_this_program("chat")?;
    let browser = setup::browser().context("no browser found")?;
    stream(npm(BROWSER_TEST, &["test"]).env("CHAT_BIN", binary).env("CHROMIUM", browser))
}

/// A binary of the workspace: wherever cargo builds, all of them land in one place.
fn beside_this_program(name: &str) -> Result<std::path::PathBuf> {
    let this = std::env::current_exe().context("cannot tell where this program is")?;
    let binary = this.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !Path::is_file(&binary) {
        bail!("{} was not built", binary.display());
    }
    Ok(binary)
}
