//! Every diagnostic has a case: a function of the catalogue, and a trait that says what to do where it is missing.

use std::{fs, path::Path};

/// The sources of the catalogue, and the traits' notes.
const CATALOGUE: &str = "../wskit-macros/src/diagnostics";
const TRAITS: &str = "../wskit/src";

/// Traits whose notes no case can show, each with its reason.
const WITHOUT_CASE: [(&str, &str); 2] = [
    ("is not a message", "a bound of generic code only: the macros name the traits above it"),
    ("is not a protocol", "a bound of the library of generators, which these cases do not depend on"),
];

#[test]
fn every_entry_of_the_catalogue_has_a_case() {
    let (shown, mut missing) = (shown(), Vec::new());
    for (path, text) in files(Path::new(CATALOGUE), "rs") {
        for function in text.split("\npub(crate) fn ").skip(1) {
            let name = function.split('(').next().unwrap_or_default();
            let body = function.split("\n}\n").next().unwrap_or_default();
            if !texts(body).iter().any(|text| is_shown(text, &shown)) {
                missing.push(format!("{name} in {path}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "no .stderr shows these");
}

#[test]
fn every_reason_against_an_attribute_of_serde_has_a_case() {
    let (shown, mut missing) = (shown(), Vec::new());
    let text = fs::read_to_string(Path::new(CATALOGUE).join("serde.rs")).expect("the catalogue");
    let reasons = text.split("fn serde_reason").nth(1).and_then(|rest| rest.split("\n}\n").next());
    for reason in texts(reasons.expect("the function")) {
        if reason.contains(' ') && !is_shown(&reason, &shown) {
            missing.push(reason);
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "no .stderr shows these");
}

#[test]
fn every_trait_with_a_note_has_a_case() {
    let (shown, mut missing) = (shown(), Vec::new());
    for (path, text) in files(Path::new(TRAITS), "rs") {
        for notes in text.split("#[diagnostic::on_unimplemented(").skip(1) {
            let message = texts(notes).into_iter().next().unwrap_or_default();
            let excused = WITHOUT_CASE.iter().any(|(part, _)| message.contains(part));
            if !excused && !is_shown(&message, &shown) {
                missing.push(format!("{message:?} in {path}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "no .stderr shows these");
}

#[test]
fn every_case_is_there_with_what_it_shows() {
    let sources = files(Path::new("ui/fail"), "rs").len();
    let outputs = files(Path::new("ui/fail"), "stderr").len();
    assert_eq!(sources, outputs);
    assert!(sources >= 100, "{sources} cases");
}

/// Everything the cases show, with white space as it comes.
fn shown() -> String {
    files(Path::new("ui/fail"), "stderr").into_iter().map(|(_, text)| text).collect()
}

/// Whether a case shows every constant part of a message, so far as it is long enough to be told from others.
fn is_shown(text: &str, shown: &str) -> bool {
    let parts: Vec<&str> = text.split(['{', '}']).step_by(2).map(str::trim).collect();
    let longest = parts.iter().max_by_key(|part| part.len()).copied().unwrap_or_default();
    longest.len() > 6 && shown.contains(longest)
}

/// The string literals of a piece of source, without their escapes.
fn texts(source: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = source;
    while let Some(start) = rest.find('"') {
        rest = &rest[start + 1..];
        let mut text = String::new();
        let mut characters = rest.char_indices();
        while let Some((index, character)) = characters.next() {
            match character {
                '"' => {
                    rest = &rest[index + 1..];
                    break;
                }
                '\\' => match characters.next() {
                    Some((_, '\n')) => {
                        while characters.as_str().starts_with(' ') {
                            characters.next();
                        }
                    }
                    Some((_, escaped)) => text.push(escaped),
                    None => {}
                },
                character => text.push(character),
            }
        }
        texts.push(text);
    }
    texts
}

/// The files of a folder and of those in it.
fn files(folder: &Path, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the workspace") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push((path.display().to_string(), fs::read_to_string(&path).expect("text")));
        }
    }
    found.sort();
    found
}
