//! The TypeScript of the pages: an excerpt of what is generated, or a program that is compiled and run.

use std::{fs, process::Command};

use wskit::schema::Protocol;

use super::{
    node,
    page::{Block, Page, trimmed},
};

/// What a line of a program starts with that says what it prints.
const PRINTS: &str = "// prints ";

/// Holds the blocks of a page; gives how many there were.
pub(crate) fn hold(page: &Page, protocol: &Protocol) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    node::write(&folder.path().join("protocol"), wskit_codegen::emit::typescript(protocol));
    fs::write(folder.path().join("package.json"), r#"{"type": "module"}"#).expect("a file");
    let generated: Vec<_> = ["protocol.ts", "schemas.ts"]
        .iter()
        .map(|name| fs::read_to_string(folder.path().join("protocol").join(name)).expect("a file"))
        .collect();
    let (mut excerpts, mut programs) = (0, Vec::new());
    for block in page.blocks("ts") {
        if generated.iter().any(|file| is_excerpt(&block.code, file)) {
            excerpts += 1;
        } else {
            let name = format!("{}-{}", page.name.trim_end_matches(".md"), block.line);
            fs::write(folder.path().join(format!("{name}.ts")), module(&block.code)).expect("a file");
            programs.push((name, block));
        }
    }
    if programs.is_empty() {
        return format!("{excerpts} excerpts of TypeScript");
    }
    let sources = programs.iter().map(|(name, _)| format!("{name}.ts"));
    node::run(
        node::tsc()
            .current_dir(folder.path())
            .args(["--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler"])
            .args(["--exactOptionalPropertyTypes", "--lib", "es2022,dom,dom.iterable"])
            .args(sources),
    );
    // One that prints nothing, such as a client, is only compiled.
    for (name, block) in programs.iter().filter(|(_, block)| !promised(block).is_empty()) {
        let printed = node::run(Command::new("node").current_dir(folder.path()).arg(format!("{name}.js")));
        assert_eq!(printed.lines().collect::<Vec<_>>(), promised(block), "{name}");
    }
    format!("{excerpts} excerpts of TypeScript, {} programs", programs.len())
}

fn is_excerpt(code: &str, file: &str) -> bool {
    let (code, file) = (trimmed(code), trimmed(file));
    file.windows(code.len()).any(|window| window == code)
}

/// A module, so that the names of one program are not those of another.
fn module(code: &str) -> String {
    format!("{code}\nexport {{}};\n")
}

fn promised(block: &Block) -> Vec<&str> {
    block.code.lines().filter_map(|line| line.trim().strip_prefix(PRINTS)).collect()
}
