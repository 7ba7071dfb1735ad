//! Error payloads.

use serde_json::{Value, json};
use wskit::{
    Code,
    schema::{ErrorDoc, Protocol},
};

use super::definitions::{Definitions, Form};

/// An error payload: its details are those declared for its code.
///
/// A frame does not say which rpc it answers, so where two of them declare the same code, the details of either will do.
/// A standard code is also what the server itself answers with, so its details may be anything.
pub(super) fn payload(protocol: &Protocol, definitions: &Definitions) -> Value {
    let errors: Vec<_> =
        protocol.errors.iter().flat_map(|set| &set.errors).filter(|error| !is_standard(error)).collect();
    let codes: Vec<_> = errors.iter().map(|error| error.code.as_str()).collect();
    let mut schemas: Vec<Value> = Vec::new();
    for error in &errors {
        let schema = declared(error, definitions);
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    let other = if codes.is_empty() {
        json!({ "type": "string" })
    } else {
        json!({ "type": "string", "not": { "enum": unique(&codes) } })
    };
    schemas.push(error(&other, Some(json!({ "type": "object" })), false, &json!({ "type": "boolean" })));
    json!({ "anyOf": schemas })
}

fn is_standard(error: &ErrorDoc) -> bool {
    Code::ALL.iter().any(|code| code.as_str() == error.code)
}

fn unique<'a>(codes: &[&'a str]) -> Vec<&'a str> {
    codes
        .iter()
        .enumerate()
        .filter(|(at, code)| !codes[..*at].contains(code))
        .map(|(_, code)| *code)
        .collect()
}

fn declared(declared: &ErrorDoc, definitions: &Definitions) -> Value {
    let details = declared.details.as_ref().map(|details| definitions.schema(details, Form::Sent));
    let retryable =
        declared.retryable.map_or_else(|| json!({ "type": "boolean" }), |it| json!({ "const": it }));
    let required = details.is_some();
    let mut schema = error(&json!({ "const": declared.code }), details, required, &retryable);
    if !declared.docs.is_empty() {
        schema["description"] = declared.docs.as_str().into();
    }
    schema
}

fn error(code: &Value, details: Option<Value>, details_required: bool, retryable: &Value) -> Value {
    let mut properties = json!({ "code": code, "message": { "type": "string" } });
    if let Some(details) = details {
        properties["details"] = details;
    }
    properties["retryable"] = retryable.clone();
    properties["retryAfterMs"] = json!({
        "type": ["integer", "null"],
        "minimum": 0,
        "description": "When to try again; null means never under this policy.",
    });
    let mut required = vec!["code", "message"];
    required.extend(details_required.then_some("details"));
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}
