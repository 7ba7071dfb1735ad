//! What Rust says.

use serde_json::{Value, json};
use wskit::{
    schema::{Builder, Protocol, TypeRef},
    validate::{self, Validate},
};

use super::mutate;

/// As many values of two mutations as there are for each type.
const TWICE: usize = 400;

/// A type with the values that are judged.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) samples: Vec<Value>,
    /// The schemas, each with everything it refers to.
    pub(crate) receive: Value,
    pub(crate) send: Value,
    pub(crate) judged: Vec<Judged>,
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

/// Judges every mutation of the samples.
pub(crate) fn case<T>(samples: Vec<Value>) -> Case
where
    T: Validate + schemars::JsonSchema + ts_rs::TS + 'static,
{
    let mut builder = Builder::new("Agreement", "1.0.0", "");
    let TypeRef { schema, typescript } = builder.type_ref::<T>();
    let Protocol { definitions, .. } = builder.finish().expect("a sound document");
    let receive = with_definitions(&schema.receive, &json!(definitions.receive));
    let send = with_definitions(&schema.send, &json!(definitions.send));
    let once: Vec<_> = samples.iter().flat_map(|sample| mutate::mutations(sample, &receive)).collect();
    let twice = mutate::second(&once, &receive, TWICE);
    let judged = once.into_iter().chain(twice).map(judge::<T>).collect();
    Case { name: typescript, samples, receive, send, judged }
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
    let text = read.write(&mut serde_json::Serializer::new(Vec::new())).map(|()| ());
    text.expect("what was read can be sent");
    serde_json::to_value(wskit::__private::form::Write(read)).expect("JSON")
}
