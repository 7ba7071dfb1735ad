//! The demo's ECHO, SUB and PUB the way an application without a toolkit would write them with serde: strict, borrowed,
//! one pass over the envelope and one over the payload. The server by hand in `examples/bench` speaks with it.

use std::{
    borrow::Cow,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
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

/// A payload, both ways.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Echo {
    id: String,
    text: String,
    n: i64,
    tags: Vec<String>,
}

/// A payload, both ways.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sub {
    topic: String,
}

/// A payload, both ways.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct News {
    topic: String,
    text: String,
}

#[derive(Serialize)]
struct Outbound<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    meta: OutboundMeta<'a>,
    payload: &'a T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutboundMeta<'a> {
    timestamp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<&'a str>,
}

/// What is to be done about a message.
pub(crate) enum Action {
    Reply(String),
    Subscribe { topic: String, reply: String },
    Publish { topic: String, frame: String },
}

impl Envelope<'_> {
    fn payload<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.payload.get())
    }

    fn reply<T: Serialize>(&self, kind: &str, payload: &T) -> serde_json::Result<String> {
        let correlation_id = self.meta.as_ref().and_then(|meta| meta.correlation_id.as_deref());
        let meta = OutboundMeta { timestamp: now_ms(), correlation_id };
        serde_json::to_string(&Outbound { kind, meta, payload })
    }
}

/// Reads a message; `None` if there is none of that type.
pub(crate) fn answer(text: &str) -> serde_json::Result<Option<Action>> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    Ok(Some(match &*envelope.kind {
        "ECHO" => Action::Reply(envelope.reply("ECHO_OK", &envelope.payload::<Echo>()?)?),
        "SUB" => {
            let sub: Sub = envelope.payload()?;
            let reply = envelope.reply("SUBBED", &sub)?;
            Action::Subscribe { topic: sub.topic, reply }
        }
        "PUB" => {
            let news: News = envelope.payload()?;
            Action::Publish { frame: broadcast(&news)?, topic: news.topic }
        }
        _ => return Ok(None),
    }))
}

fn broadcast(news: &News) -> serde_json::Result<String> {
    let meta = OutboundMeta { timestamp: now_ms(), correlation_id: None };
    serde_json::to_string(&Outbound { kind: "NEWS", meta, payload: news })
}

#[allow(clippy::disallowed_methods, reason = "the clock of an application without a toolkit")]
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
