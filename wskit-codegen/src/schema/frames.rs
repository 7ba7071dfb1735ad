//! The frames of a protocol: the whole envelope, strict at its root and in `meta`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use wskit::schema::{About, EventDoc, Protocol, ResponseDoc, RpcDoc, TypeRef};

use super::{
    definitions::{Definitions, Form},
    errors,
};

/// A key of `meta`, and whether it must be there.
type MetaKey = (&'static str, Value, bool);

/// The frames that clients send.
pub(super) fn client(protocol: &Protocol, definitions: &Definitions) -> Value {
    let mut frames = Vec::new();
    for event in protocol.events.iter().filter(|event| event.direction.from_client()) {
        frames.push(client_event(event, definitions));
    }
    frames.extend(protocol.rpcs.iter().map(|rpc| request(rpc, definitions)));
    if !protocol.rpcs.is_empty() {
        frames.push(Frame::system("$ws:abort", "Gives up a request.", vec![correlation_id(true)]).schema());
    }
    frames.push(Frame::bare("__heartbeat", "Asks whether the server is there."));
    json!({ "description": "The frames that clients send.", "oneOf": frames })
}

/// The frames that the server sends.
pub(super) fn server(protocol: &Protocol, definitions: &Definitions) -> Value {
    let mut frames = Vec::new();
    for event in protocol.events.iter().filter(|event| event.direction.from_server()) {
        frames.push(server_event(event, definitions));
    }
    // A response may answer several rpcs.
    let mut seen = BTreeSet::new();
    let responses = protocol.rpcs.iter().map(|rpc| &rpc.response);
    frames.extend(responses.filter(|it| seen.insert(&it.wire_type)).map(|it| reply(it, definitions)));
    frames.extend(progress(protocol, definitions));
    frames.extend(errors(protocol, definitions));
    frames.push(
        Frame::system(
            "__heartbeat_ack",
            "Answers a heartbeat.",
            vec![("ts", json!({ "type": "number" }), true)],
        )
        .schema(),
    );
    json!({ "description": "The frames that the server sends.", "oneOf": frames })
}

fn client_event(event: &EventDoc, definitions: &Definitions) -> Value {
    let keys = vec![correlation_id(false), timestamp(false)];
    let mut frame = Frame::new(&event.wire_type, &event.about, keys);
    frame.declared(event.meta.as_ref(), definitions, Form::Accepted);
    frame.payload(event.payload.as_ref(), definitions, Form::Accepted);
    frame.schema()
}

fn request(rpc: &RpcDoc, definitions: &Definitions) -> Value {
    let timeout = ("timeoutMs", json!({ "type": "integer", "minimum": 0 }), false);
    let keys = vec![correlation_id(false), timestamp(false), timeout];
    let mut frame = Frame::new(&rpc.wire_type, &rpc.about, keys);
    frame.declared(rpc.meta.as_ref(), definitions, Form::Accepted);
    frame.payload(rpc.payload.as_ref(), definitions, Form::Accepted);
    frame.schema()
}

fn server_event(event: &EventDoc, definitions: &Definitions) -> Value {
    let mut frame = Frame::new(&event.wire_type, &event.about, vec![timestamp(true)]);
    frame.declared(event.meta.as_ref(), definitions, Form::Sent);
    frame.payload(event.payload.as_ref(), definitions, Form::Sent);
    frame.schema()
}

fn reply(response: &ResponseDoc, definitions: &Definitions) -> Value {
    let mut frame =
        Frame::new(&response.wire_type, &response.about, vec![timestamp(true), correlation_id(false)]);
    frame.payload(response.payload.as_ref(), definitions, Form::Sent);
    frame.schema()
}

/// One frame for the progress of all rpcs: nothing in it says which rpc it is of.
fn progress(protocol: &Protocol, definitions: &Definitions) -> Option<Value> {
    let mut reports: Vec<Value> = Vec::new();
    for ty in protocol.rpcs.iter().filter_map(|rpc| rpc.progress.as_ref()) {
        let schema = definitions.schema(ty, Form::Sent);
        if !reports.contains(&schema) {
            reports.push(schema);
        }
    }
    let data = if reports.len() > 1 { json!({ "anyOf": reports }) } else { reports.pop()? };
    let keys = vec![timestamp(true), correlation_id(false)];
    let mut frame = Frame::system("$ws:rpc-progress", "How far a request is.", keys);
    frame.content = Some(("data", data));
    Some(frame.schema())
}

fn errors(protocol: &Protocol, definitions: &Definitions) -> [Value; 2] {
    let payload = errors::payload(protocol, definitions);
    let mut answer =
        Frame::system("RPC_ERROR", "A request failed.", vec![timestamp(true), correlation_id(false)]);
    answer.content = Some(("payload", payload.clone()));
    let mut error = Frame::system("ERROR", "Something outside a request failed.", vec![timestamp(true)]);
    error.content = Some(("payload", payload));
    [answer.schema(), error.schema()]
}

fn timestamp(required: bool) -> MetaKey {
    let schema =
        json!({ "type": "number", "description": "Milliseconds since 1970, by the sender's clock." });
    ("timestamp", schema, required)
}

fn correlation_id(required: bool) -> MetaKey {
    let schema = json!({ "type": "string", "description": "What a request and its answers have in common." });
    ("correlationId", schema, required)
}

/// A frame as it grows.
struct Frame<'a> {
    wire_type: &'a str,
    description: &'a str,
    deprecated: bool,
    since: Option<&'a str>,
    meta: Map<String, Value>,
    required: Vec<Value>,
    content: Option<(&'static str, Value)>,
}

impl<'a> Frame<'a> {
    fn new(wire_type: &'a str, about: &'a About, keys: Vec<MetaKey>) -> Self {
        let mut frame = Self {
            wire_type,
            description: &about.docs,
            deprecated: about.deprecated.is_some(),
            since: about.since.as_deref(),
            meta: Map::new(),
            required: Vec::new(),
            content: None,
        };
        for (key, schema, required) in keys {
            frame.meta.insert(key.to_owned(), schema);
            frame.required.extend(required.then(|| key.into()));
        }
        frame
    }

    fn system(wire_type: &'a str, description: &'a str, keys: Vec<MetaKey>) -> Self {
        const NOTHING: &About =
            &About { name: String::new(), docs: String::new(), deprecated: None, since: None };
        Self { description, ..Self::new(wire_type, NOTHING, keys) }
    }

    /// A frame of nothing but its type.
    fn bare(wire_type: &str, description: &str) -> Value {
        json!({
            "title": wire_type,
            "description": description,
            "type": "object",
            "properties": { "type": { "const": wire_type } },
            "required": ["type"],
            "additionalProperties": false,
        })
    }

    /// Adds the keys that the message declares, so that one object holds all and can be strict.
    fn declared(&mut self, meta: Option<&TypeRef>, definitions: &Definitions, form: Form) {
        let Some(declared) = meta.map(|meta| definitions.resolved(meta, form)) else { return };
        if let Some(properties) = declared.get("properties").and_then(Value::as_object) {
            self.meta.extend(properties.clone());
        }
        if let Some(required) = declared.get("required").and_then(Value::as_array) {
            self.required.extend(required.iter().cloned());
        }
    }

    fn payload(&mut self, payload: Option<&TypeRef>, definitions: &Definitions, form: Form) {
        self.content = payload.map(|payload| ("payload", definitions.schema(payload, form)));
    }

    fn schema(self) -> Value {
        let mut schema = Map::new();
        schema.insert("title".to_owned(), self.wire_type.into());
        if !self.description.is_empty() {
            schema.insert("description".to_owned(), self.description.into());
        }
        if let Some(since) = self.since {
            schema.insert("$comment".to_owned(), format!("since {since}").into());
        }
        if self.deprecated {
            schema.insert("deprecated".to_owned(), true.into());
        }
        let mut required = vec!["type"];
        let optional = self.required.is_empty();
        let mut properties = Map::new();
        properties.insert("type".to_owned(), json!({ "const": self.wire_type }));
        properties.insert("meta".to_owned(), meta(self.meta, self.required));
        required.extend((!optional).then_some("meta"));
        if let Some((key, content)) = self.content {
            properties.insert(key.to_owned(), content);
            required.push(key);
        }
        schema.insert("type".to_owned(), "object".into());
        schema.insert("properties".to_owned(), properties.into());
        schema.insert("required".to_owned(), required.into());
        schema.insert("additionalProperties".to_owned(), false.into());
        schema.into()
    }
}

/// `meta`, which may be null where it may be absent.
fn meta(properties: Map<String, Value>, required: Vec<Value>) -> Value {
    let kind = if required.is_empty() { json!(["object", "null"]) } else { json!("object") };
    let mut meta = Map::new();
    meta.insert("type".to_owned(), kind);
    meta.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        meta.insert("required".to_owned(), required.into());
    }
    meta.insert("additionalProperties".to_owned(), false.into());
    meta.into()
}
