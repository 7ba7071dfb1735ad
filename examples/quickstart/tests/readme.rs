//! Every block of code in the README is a piece of a file that is compiled or type-checked.
#![allow(missing_docs)]

use std::{fs, path::Path};

use quickstart::Chat;
use wskit_codegen::Generator;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Lines without indentation or blank ones: an excerpt may stand at another depth.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_readme_shows_real_code() {
    let readme = read("../../README.md");
    let sources = [
        read("src/lib.rs"),
        read("src/main.rs"),
        read("src/bin/quickstart-codegen.rs"),
        read("tests/router.rs"),
        read("web/app.ts"),
    ];
    let mut blocks = 0;
    for block in readme.split("```").skip(1).step_by(2) {
        let Some((language @ ("rust" | "ts"), code)) = block.split_once('\n') else { continue };
        let excerpt = lines(code);
        let shown =
            sources.iter().any(|source| lines(source).windows(excerpt.len()).any(|window| window == excerpt));
        assert!(shown, "no file of examples/quickstart has this {language} block of README.md:\n{code}");
        blocks += 1;
    }
    assert!(blocks >= 5, "only {blocks} blocks of code were found");
}

#[test]
fn generated_files_are_current() {
    Generator::of::<Chat>()
        .root(env!("CARGO_MANIFEST_DIR"))
        .typescript("web/protocol")
        .regenerate_with("cargo xtask codegen")
        .assert_current();
}
