//! What Rust says.

use serde_json::{Value, json};
use wskit::{
    schema::{About, Builder, Direction, EventDoc, Protocol, TypeRef},
    validate::{self, Validate},
};

use super::mutate;

/// As many values of two mutations as there are for each type.
const TWICE: usize = 400;

/// A type with the values that are judged.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) used: TypeRef,
    pub(crate) samples: Vec<Value>,
    /// The schemas, each with everything it refers to.
    pub(crate) receive: Value,
    pub(crate) send: Value,
    pub(crate) judged: Vec<Judged>,
    pub(crate) raw: Vec<Raw>,
}

/// A JSON text, what Rust says of it and what it should say.
pub(crate) struct Raw {
    pub(crate) text: String,
    pub(crate) accepted: bool,
    pub(crate) expected: bool,
}

impl Case {
    /// What Rust sends for the values that it takes.
    pub(crate) fn sent(&self) -> impl Iterator<Item = &Value> {
        self.judged.iter().filter_map(|judged| judged.verdict.as_ref().ok())
    }
}

/// A value and what Rust says of it.
pub(crate) struct Judged {
    pub(crate) value: Value,
    /// What Rust sends for it, or the path and code of every issue.
    pub(crate) verdict: Result<Value, Vec<(String, String)>>,
}

impl Judged {
    pub(crate) fn accepted(&self) -> bool {
        self.verdict.is_ok()
    }

    pub(crate) fn words(&self) -> String {
        match &self.verdict {
            Ok(_) => "yes".to_owned(),
            Err(issues) => format!("no {issues:?}"),
        }
    }
}

/// The types of the language, in one document.
pub(crate) struct Cases {
    builder: Builder,
    begun: Vec<Begun>,
}

/// A type whose values are judged once the definitions of all are known.
struct Begun {
    used: TypeRef,
    samples: Vec<Value>,
    judge: fn(Value) -> Judged,
    raw: Vec<Raw>,
}

impl Cases {
    pub(crate) fn new() -> Self {
        Self { builder: Builder::new("Agreement", "1.0.0", ""), begun: Vec::new() }
    }

    /// Adds a type.
    pub(crate) fn add<T>(mut self, samples: Vec<Value>) -> Self
    where
        T: Validate + schemars::JsonSchema + ts_rs::TS + 'static,
    {
        let used = self.builder.type_ref::<T>();
        self.begun.push(Begun { used, samples, judge: judge::<T>, raw: Vec::new() });
        self
    }

    /// Adds a type that reads texts, each of which it should take or refuse.
    pub(crate) fn raw<T>(mut self, texts: &[(String, bool)]) -> Self
    where
        T: Validate + schemars::JsonSchema + ts_rs::TS + 'static,
    {
        let raw = texts.iter().map(|(text, expected)| Raw {
            text: text.clone(),
            accepted: validate::from_json::<T>(text).is_ok(),
            expected: *expected,
        });
        let (used, raw) = (self.builder.type_ref::<T>(), raw.collect());
        self.begun.push(Begun { used, samples: Vec::new(), judge: judge::<T>, raw });
        self
    }

    /// Judges every mutation of the samples.
    pub(crate) fn judged(self) -> (Protocol, Vec<Case>) {
        let mut protocol = self.builder.finish().expect("a sound document");
        let definitions = (json!(protocol.definitions.receive), json!(protocol.definitions.send));
        let cases: Vec<_> = self.begun.into_iter().map(|begun| case(begun, &definitions)).collect();
        protocol.events = cases.iter().enumerate().map(|(index, case)| event(index, &case.used)).collect();
        (protocol, cases)
    }
}

fn case(begun: Begun, (receive, send): &(Value, Value)) -> Case {
    let Begun { used, samples, judge, raw } = begun;
    let (receive, send) =
        (with_definitions(&used.schema.receive, receive), with_definitions(&used.schema.send, send));
    let once: Vec<_> = samples.iter().flat_map(|sample| mutate::mutations(sample, &receive)).collect();
    let twice = if once.is_empty() { Vec::new() } else { mutate::second(&once, &receive, TWICE) };
    let judged = once.into_iter().chain(twice).map(judge).collect();
    Case { name: used.typescript.clone(), used, samples, receive, send, judged, raw }
}

/// A message that carries the type in both directions.
fn event(index: usize, used: &TypeRef) -> EventDoc {
    EventDoc {
        wire_type: wire_type(index),
        direction: Direction::Both,
        about: About::default(),
        payload: Some(used.clone()),
        meta: None,
    }
}

pub(crate) fn wire_type(index: usize) -> String {
    format!("CASE_{index}")
}

fn with_definitions(schema: &Value, definitions: &Value) -> Value {
    let mut schema = schema.clone();
    schema["$defs"] = definitions.clone();
    schema
}

fn judge<T: Validate>(value: Value) -> Judged {
    let verdict = match validate::from_json::<T>(&value.to_string()) {
        Ok(read) => Ok(sent(&read)),
        Err(invalid) => Err(invalid
            .issues()
            .iter()
            .map(|issue| (issue.path.clone(), issue.code.clone().into_owned()))
            .collect()),
    };
    Judged { value, verdict }
}

/// What goes out for a value that came in.
fn sent<T: Validate>(read: &T) -> Value {
    serde_json::to_value(wskit::__private::form::Write(read)).expect("what was read can be sent")
}
