//! The same exchange the way an application without a toolkit would write it with serde: strict, borrowed, one pass over
//! the envelope and one over the payload.

use std::{
    borrow::Cow,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    meta: Option<Meta<'a>>,
    #[serde(borrow)]
    payload: &'a RawValue,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Meta<'a> {
    #[serde(borrow, default)]
    correlation_id: Option<Cow<'a, str>>,
    #[serde(default, rename = "timestamp")]
    _timestamp: Option<u64>,
}

/// The payload, both ways.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Echo {
    id: String,
    text: String,
    n: i64,
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Reply<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    meta: ReplyMeta<'a>,
    payload: &'a Echo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplyMeta<'a> {
    timestamp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<&'a str>,
}

/// Answers a request.
pub(crate) fn answer(text: &str) -> serde_json::Result<Option<String>> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    Ok(match &*envelope.kind {
        "ECHO" => {
            let payload: Echo = serde_json::from_str(envelope.payload.get())?;
            let correlation_id = envelope.meta.as_ref().and_then(|meta| meta.correlation_id.as_deref());
            let meta = ReplyMeta { timestamp: now_ms(), correlation_id };
            Some(serde_json::to_string(&Reply { kind: "ECHO_OK", meta, payload: &payload })?)
        }
        _ => None,
    })
}

#[allow(clippy::disallowed_methods, reason = "the clock of an application without a toolkit")]
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
