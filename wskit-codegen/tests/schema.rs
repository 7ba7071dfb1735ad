//! The verdict of the generated JSON Schema on whole frames.

mod fixture;

use jsonschema::Validator;
use serde_json::{Value, json};

/// The whole schema, with the frames of one side as what it is about.
fn validator(side: &str) -> Validator {
    let file = wskit_codegen::emit::json_schema(&fixture::team_chat()).swap_remove(0);
    let mut schema: Value = serde_json::from_str(&file.contents).expect("JSON");
    schema["anyOf"] = json!([{ "$ref": format!("#/$defs/{side}") }]);
    jsonschema::validator_for(&schema).expect("a schema")
}

#[track_caller]
fn accepts(side: &str, frames: &[Value]) {
    let validator = validator(side);
    for frame in frames {
        if let Err(error) = validator.validate(frame) {
            panic!("{frame}\n{error}");
        }
    }
}

#[track_caller]
fn refuses(side: &str, frames: &[Value]) {
    let validator = validator(side);
    for frame in frames {
        assert!(!validator.is_valid(frame), "{frame}");
    }
}

fn user() -> Value {
    json!({ "name": "Ada", "role": "read-only", "level": 3, "position": [1.5, 2] })
}

fn message() -> Value {
    json!({
        "id": 1, "author": user(), "text": "hello", "reactions": { "+1": 2 },
        "kind": { "kind": "imported", "archiveName": "old", "lineNumber": 7, "importedBy": null },
    })
}

#[test]
fn is_valid_json_schema() {
    let file = wskit_codegen::emit::json_schema(&fixture::team_chat()).swap_remove(0);
    let schema: Value = serde_json::from_str(&file.contents).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    assert_eq!(schema["$id"], "urn:wskit:team-chat:1.2.0");
}

#[test]
fn accepts_what_clients_send() {
    accepts(
        "client",
        &[
            json!({ "type": "JOIN_ROOM", "payload": { "roomId": "lobby" } }),
            json!({ "type": "JOIN_ROOM", "meta": null, "payload": { "roomId": "lobby", "nick": null } }),
            json!({ "type": "JOIN_ROOM", "meta": { "timestamp": 1.5, "correlationId": "a" }, "payload": { "roomId": "" } }),
            json!({ "type": "PING" }),
            json!({ "type": "PING", "meta": {} }),
            json!({ "type": "legacy:nick", "payload": null }),
            json!({
                "type": "SEARCH",
                "meta": { "correlationId": "1", "timeoutMs": 5000, "traceId": "t" },
                "payload": { "text": "x", "max-results": 3 },
            }),
            json!({ "type": "GET_USER", "meta": { "correlationId": "1" } }),
            json!({ "type": "$ws:abort", "meta": { "correlationId": "1" } }),
            json!({ "type": "__heartbeat" }),
        ],
    );
}

#[test]
fn refuses_what_clients_must_not_send() {
    refuses(
        "client",
        &[
            json!({}),
            json!({ "type": "NO_SUCH" }),
            json!({ "type": "JOIN_ROOM" }),
            json!({ "type": "JOIN_ROOM", "payload": { "roomId": 1 } }),
            json!({ "type": "JOIN_ROOM", "payload": { "roomId": "lobby", "nick": "" } }),
            json!({ "type": "JOIN_ROOM", "payload": { "roomId": "lobby", "extra": 1 } }),
            json!({ "type": "JOIN_ROOM", "payload": { "roomId": "lobby" }, "extra": 1 }),
            json!({ "type": "JOIN_ROOM", "meta": { "extra": 1 }, "payload": { "roomId": "lobby" } }),
            json!({ "type": "JOIN_ROOM", "meta": { "timeoutMs": 1 }, "payload": { "roomId": "lobby" } }),
            json!({ "type": "PING", "payload": null }),
            json!({ "type": "SEARCH", "meta": { "correlationId": "1" }, "payload": { "text": "x" } }),
            json!({ "type": "SEARCH", "payload": { "text": "x" } }),
            json!({ "type": "$ws:abort", "meta": {} }),
            json!({ "type": "__heartbeat", "meta": {} }),
            json!({ "type": "CHAT_MESSAGE", "payload": message() }),
        ],
    );
}

#[test]
fn accepts_what_the_server_sends() {
    let meta = json!({ "timestamp": 1, "correlationId": "1" });
    accepts(
        "server",
        &[
            json!({ "type": "CHAT_MESSAGE", "meta": { "timestamp": 1, "traceId": "t", "span": null }, "payload": message() }),
            json!({ "type": "PING", "meta": { "timestamp": 1 } }),
            json!({ "type": "SEARCH_RESULT", "meta": meta, "payload": { "items": [message()], "next": null } }),
            json!({ "type": "LOGGED_OUT", "meta": { "timestamp": 1 } }),
            json!({ "type": "$ws:rpc-progress", "meta": meta, "data": { "percent": 50 } }),
            json!({ "type": "__heartbeat_ack", "meta": { "ts": 1 } }),
        ],
    );
}

#[test]
fn refuses_what_the_server_must_not_send() {
    let meta = json!({ "timestamp": 1, "correlationId": "1" });
    let mut no_level = user();
    no_level.as_object_mut().expect("an object").remove("level");
    refuses(
        "server",
        &[
            json!({ "type": "PING" }),
            json!({ "type": "PING", "meta": { "timestamp": 1, "clientId": "c" } }),
            json!({ "type": "CHAT_MESSAGE", "meta": { "timestamp": 1 }, "payload": message() }),
            json!({ "type": "USER", "meta": meta, "payload": no_level }),
            json!({ "type": "$ws:rpc-progress", "meta": meta, "data": { "percent": 256 } }),
            json!({ "type": "JOIN_ROOM", "meta": { "timestamp": 1 }, "payload": { "roomId": "lobby" } }),
        ],
    );
}

#[test]
fn a_type_has_two_forms_where_it_reads_differently() {
    let file = wskit_codegen::emit::json_schema(&fixture::team_chat()).swap_remove(0);
    let schema: Value = serde_json::from_str(&file.contents).expect("JSON");
    let names: Vec<_> = schema["$defs"].as_object().expect("an object").keys().map(String::as_str).collect();
    // `level` may be left out on the way in only, and what holds a user holds that difference.
    for name in ["User", "ChatMessage"] {
        assert!(names.contains(&name) && names.contains(&format!("{name}.sent").as_str()), "{names:?}");
    }
    assert!(!names.contains(&"Role.sent"), "{names:?}");
}

#[test]
fn declared_errors_have_their_own_details() {
    let frame = |payload: Value| json!({ "type": "RPC_ERROR", "meta": { "timestamp": 1, "correlationId": "1" }, "payload": payload });
    let details = json!({ "limit": 100, "suggestions": [] });
    accepts(
        "server",
        &[
            frame(
                json!({ "code": "TOO_BROAD", "message": "too many", "details": details, "retryable": false }),
            ),
            frame(
                json!({ "code": "INDEX_BUSY", "message": "busy", "retryable": true, "retryAfterMs": null }),
            ),
            frame(json!({ "code": "INVALID_ARGUMENT", "message": "no", "details": { "issues": [] } })),
            frame(json!({ "code": "NOT_FOUND", "message": "no", "details": { "name": "Ada" } })),
            frame(json!({ "code": "SOMETHING_ELSE", "message": "no", "retryAfterMs": 50 })),
            json!({ "type": "ERROR", "meta": { "timestamp": 1 }, "payload": { "code": "INTERNAL", "message": "no" } }),
        ],
    );
    refuses(
        "server",
        &[
            frame(json!({ "code": "TOO_BROAD", "message": "too many" })),
            frame(json!({ "code": "TOO_BROAD", "message": "too many", "details": { "limit": "x" } })),
            frame(
                json!({ "code": "TOO_BROAD", "message": "too many", "details": details, "retryable": true }),
            ),
            frame(json!({ "code": "INDEX_BUSY", "message": "busy", "details": {} })),
            frame(json!({ "code": "SOMETHING_ELSE", "message": "no", "extra": 1 })),
            frame(json!({ "message": "no" })),
        ],
    );
}
