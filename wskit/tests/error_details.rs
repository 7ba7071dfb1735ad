//! The details of a declared error are checked like everything else that a server sends.
#![allow(missing_docs)]

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wskit::{prelude::*, testing::TestServer};

wskit::message!(
    #[rpc(response = Done, error = Refused)]
    pub struct Ask {
        pub case: String,
    }
    #[response]
    pub struct Done;
    #[error]
    pub enum Refused {
        #[code("TOO_MUCH", message = "at most {limit}")]
        TooMuch { limit: f64 },
        #[code("TOO_LATE")]
        TooLate { at: u64, by: Option<Clock> },
        #[code("NOT_FOUND")]
        NotFound {
            #[serde(skip)]
            secret: f64,
        },
    }
    #[data]
    pub struct Clock {
        #[validate(length(max = 3))]
        pub name: String,
    }
);

/// What the client gets for an error, and what `on_error` hears of it.
fn asked(case: &str) -> (Value, Vec<String>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hear = Arc::clone(&heard);
    let router = Router::<()>::new()
        .rpc(refuse)
        .on_error(move |_, error| hear.lock().expect("no panic").push(error.cause.to_owned()));
    let mut client = TestServer::new(router).connect(());
    client.request("1", &Ask { case: case.to_owned() });
    let frame = client.frames().remove(0);
    assert_eq!((&frame["type"], &frame["meta"]["correlationId"]), (&json!("RPC_ERROR"), &json!("1")));
    (frame["payload"].clone(), heard.lock().expect("no panic").clone())
}

async fn refuse(ctx: RpcCtx<Ask>) -> Reply<Ask> {
    let clock = |name: &str| Some(Clock { name: name.to_owned() });
    let error = match ctx.payload.case.as_str() {
        "limit" => Refused::TooMuch { limit: 1.5 },
        "nan" => Refused::TooMuch { limit: f64::NAN },
        "infinite" => Err(Refused::TooMuch { limit: f64::INFINITY })?,
        "late" => Refused::TooLate { at: 1, by: clock("gmt") },
        "wide" => Refused::TooLate { at: u64::MAX, by: None },
        "nested" => Err(Refused::TooLate { at: 1, by: clock("long") })?,
        _ => Refused::NotFound { secret: f64::NAN },
    };
    ctx.error(error)
}

#[test]
fn sound_details_are_sent() {
    let limit =
        json!({"code": "TOO_MUCH", "message": "at most 1.5", "details": {"limit": 1.5}, "retryable": false});
    assert_eq!(asked("limit"), (limit, vec![]));
    let late = json!({
        "code": "TOO_LATE", "message": "TOO_LATE", "details": {"at": 1, "by": {"name": "gmt"}}, "retryable": false
    });
    assert_eq!(asked("late"), (late, vec![]));
}

#[test]
fn what_is_not_sent_is_not_checked() {
    let missing = json!({"code": "NOT_FOUND", "message": "Target resource absent", "retryable": false});
    assert_eq!(asked("skipped"), (missing, vec![]));
}

#[test]
fn details_that_are_wrong_are_kept_back_and_heard_of() {
    let wrong = [
        ("nan", "/details/limit"),
        ("infinite", "/details/limit"),
        ("wide", "/details/at"),
        ("nested", "/details/by/name"),
    ];
    for (case, place) in wrong {
        let (payload, heard) = asked(case);
        let internal = json!({"code": "INTERNAL", "message": "Unexpected server error", "retryAfterMs": 200});
        assert_eq!(payload, internal, "{case}");
        assert_eq!(heard.len(), 1, "{case}");
        assert!(heard[0].contains(place), "{case}: {}", heard[0]);
    }
}
