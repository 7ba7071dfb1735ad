//! What a protocol with one of everything generates, compared with what is committed under `tests/golden`.
//!
//! `WSKIT_GOLDEN=write cargo test -p wskit-codegen --test golden` writes it anew; read the difference before committing.

mod fixture;

use std::{fs, path::Path};

use wskit_codegen::{File, emit};

/// Everything but the client, which has tests of its own, and `protocol.d.ts`, which says what `protocol.ts` says.
fn generated() -> Vec<File> {
    let protocol = fixture::team_chat();
    let all =
        [emit::typescript, emit::javascript, emit::json_schema, emit::json_schema_draft07, emit::document];
    let files = all.iter().flat_map(|emit| emit(&protocol));
    files.filter(|file| !name(file).starts_with("client.") && name(file) != "protocol.d.ts").collect()
}

#[test]
fn generated_files_are_as_committed() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let write = std::env::var("WSKIT_GOLDEN").is_ok_and(|value| value == "write");
    let mut stale = Vec::new();
    for file in generated() {
        let path = directory.join(&file.path);
        if write {
            fs::write(&path, &file.contents).expect("written");
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        if golden != file.contents {
            let diff = similar::TextDiff::from_lines(&golden, &file.contents);
            stale.push(format!("{}\n{}\n", name(&file), diff.unified_diff()));
        }
    }
    assert!(
        stale.is_empty(),
        "{}if this is meant: WSKIT_GOLDEN=write cargo test -p wskit-codegen --test golden",
        stale.concat()
    );
}

#[test]
fn declarations_say_what_the_module_says() {
    let protocol = fixture::team_chat();
    let module = emit::typescript(&protocol).swap_remove(0);
    let declarations = emit::javascript(&protocol).into_iter().find(|file| name(file) == "protocol.d.ts");
    assert_eq!(declarations.map(|file| file.contents), Some(module.contents));
}

fn name(file: &File) -> &str {
    file.path.to_str().expect("names are ASCII")
}
