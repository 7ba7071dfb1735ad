//! Values on the pages, with the verdict that each stands beside: `{"x": 300} // Point: /x range, /y missing_field`.

use std::{fs, process::Command};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wskit::{
    schema::{About, Builder, Direction, EventDoc, Protocol, TypeRef},
    validate::{self, Validate},
};

use super::{node, page::Page};

/// The path and code of an issue.
pub(crate) type Found = (String, String);

/// The types of the pages by their names.
pub(crate) struct Types {
    builder: Builder,
    types: Vec<Type>,
}

struct Type {
    name: &'static str,
    used: TypeRef,
    judge: fn(&str) -> Vec<Found>,
}

/// Who can see that a value is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    ByAll,
    /// The schema and the validator take it.
    ByServerAlone,
    /// No JSON value stands for it, so that a schema cannot be asked.
    AsText,
}

/// A value on a page and what the page says of it.
pub(crate) struct Claim {
    place: String,
    ty: usize,
    text: String,
    issues: Vec<Found>,
    seen: Seen,
}

impl Claim {
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.issues.iter().map(|(_, code)| code.as_str())
    }
}

#[derive(Serialize)]
struct Asked<'a> {
    wire_type: String,
    text: &'a str,
}

#[derive(Deserialize)]
struct Answered {
    issues: Vec<Found>,
}

impl Types {
    pub(crate) fn new() -> Self {
        Self { builder: Builder::new("Guide", "1.0.0", ""), types: Vec::new() }
    }

    pub(crate) fn add<T>(&mut self, name: &'static str)
    where
        T: Validate<Wire: schemars::JsonSchema + ts_rs::TS + 'static>,
    {
        let used = self.builder.type_ref::<T::Wire>();
        self.types.push(Type { name, used, judge: issues::<T> });
    }

    /// Holds every claim against Rust, the schema and the validator; gives how many there were.
    pub(crate) fn judge(self, claims: &[Claim]) -> usize {
        let (types, protocol) = self.finish();
        let definitions = json!(protocol.definitions.receive);
        let schemas: Vec<_> = types.iter().map(|ty| schema(ty, &definitions)).collect();
        let mut wrong = Vec::new();
        for (claim, validator) in claims.iter().zip(validators(&protocol, claims)) {
            let Claim { place, ty, text, issues, seen } = claim;
            let mut hold = |judge: &str, agrees: bool, says: String| {
                if !agrees {
                    wrong.push(format!("{place}: {judge} says {says} of {text}, the page {issues:?}"));
                }
            };
            let rust = (types[*ty].judge)(text);
            hold("Rust", rust == *issues, format!("{rust:?}"));
            let alone = *seen == Seen::ByServerAlone;
            hold(
                "the validator",
                if alone { validator.is_empty() } else { validator == *issues },
                format!("{validator:?}"),
            );
            if *seen != Seen::AsText {
                let value: Value =
                    serde_json::from_str(text).unwrap_or_else(|error| panic!("{place}: {error}"));
                let valid = schemas[*ty].is_valid(&value);
                hold("the schema", valid == (alone || issues.is_empty()), valid.to_string());
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        claims.len()
    }

    /// What the `jsonc` blocks of a page say.
    pub(crate) fn claims(&self, page: &Page) -> Vec<Claim> {
        let mut claims = Vec::new();
        for block in page.blocks("jsonc") {
            for (index, line) in block.code.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let place = format!("docs/{}:{}", page.name, block.line + index);
                let (text, claim) = line.rsplit_once("// ").unwrap_or_else(|| panic!("{place}: no verdict"));
                claims.push(self.claim(place, text.trim(), claim.trim()));
            }
        }
        claims
    }

    /// A value and the verdict beside it.
    pub(crate) fn claim(&self, place: String, text: &str, claim: &str) -> Claim {
        let (claim, seen) = match claim.rsplit_once(" (") {
            Some((claim, "server only)")) => (claim, Seen::ByServerAlone),
            Some((claim, "text only)")) => (claim, Seen::AsText),
            _ => (claim, Seen::ByAll),
        };
        let (name, issues) = claim.split_once(": ").unwrap_or((claim, ""));
        let ty = self.types.iter().position(|ty| ty.name == name);
        let ty = ty.unwrap_or_else(|| panic!("{place}: there is no type {name}"));
        let issues = issues.split(", ").filter(|issue| !issue.is_empty()).map(issue).collect();
        Claim { place, ty, text: text.to_owned(), issues, seen }
    }

    /// The document, in which a message carries each of the types.
    pub(crate) fn protocol(self) -> Protocol {
        self.finish().1
    }

    fn finish(self) -> (Vec<Type>, Protocol) {
        let mut protocol = self.builder.finish().expect("no name is taken");
        protocol.events = self
            .types
            .iter()
            .enumerate()
            .map(|(index, ty)| EventDoc {
                wire_type: wire_type(index),
                direction: Direction::Both,
                about: About::default(),
                payload: Some(ty.used.clone()),
                meta: None,
            })
            .collect();
        (self.types, protocol)
    }
}

fn wire_type(index: usize) -> String {
    format!("TYPE_{index}")
}

/// `/x range`, or `range` for the value itself.
fn issue(text: &str) -> Found {
    let (path, code) = text.rsplit_once(' ').unwrap_or(("", text));
    (path.to_owned(), code.to_owned())
}

fn issues<T: Validate>(text: &str) -> Vec<Found> {
    match validate::from_json::<T>(text) {
        Ok(_) => Vec::new(),
        Err(invalid) => invalid
            .issues()
            .iter()
            .map(|issue| (issue.path.clone(), issue.code.clone().into_owned()))
            .collect(),
    }
}

fn schema(ty: &Type, definitions: &Value) -> jsonschema::Validator {
    let schema = json!({ "allOf": [ty.used.schema.receive], "$defs": definitions });
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a sound schema")
}

/// What the generated validators say.
fn validators(protocol: &Protocol, claims: &[Claim]) -> Vec<Vec<Found>> {
    let folder = tempfile::tempdir().expect("a folder");
    node::write(folder.path(), wskit_codegen::emit::javascript(protocol));
    let asked: Vec<_> =
        claims.iter().map(|claim| Asked { wire_type: wire_type(claim.ty), text: &claim.text }).collect();
    fs::write(folder.path().join("asked.json"), serde_json::to_vec(&asked).expect("JSON")).expect("a file");
    node::run(Command::new("node").arg(node::tests().join("judge.mjs")).arg(folder.path()));
    let answers = fs::read(folder.path().join("answered.json")).expect("answers");
    let answers: Vec<Answered> = serde_json::from_slice(&answers).expect("answers");
    answers.into_iter().map(|answer| answer.issues).collect()
}
