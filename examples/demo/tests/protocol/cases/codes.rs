//! The standard codes with their defaults, row by row.

use serde_json::{Value, json};

use crate::world::{World, answer, request, start};

/// One row of the table: what `RERR` with that code is answered with.
macro_rules! rows {
    ($($name:ident: $code:literal, $retryable:tt, $after:tt, $message:literal;)*) => { $(
        pub(crate) async fn $name<W: World>() {
            let (_world, mut peer) = start::<W>().await;
            let frame = answer(&mut peer, &request("1", "RERR", &json!({"code": $code}))).await;
            let mut payload = json!({"code": $code, "message": $message});
            if let Value::Bool(retryable) = json!($retryable) {
                payload["retryable"] = retryable.into();
            }
            if let Value::Number(after) = json!($after) {
                payload["retryAfterMs"] = after.into();
            }
            assert_eq!(frame["payload"], payload);
        }
    )* };
}

rows! {
    unauthenticated: "UNAUTHENTICATED", false, null, "Auth token missing, expired, or invalid";
    permission_denied: "PERMISSION_DENIED", false, null, "Authenticated but lacks rights";
    invalid_argument: "INVALID_ARGUMENT", false, null, "Input validation or semantic violation";
    failed_precondition: "FAILED_PRECONDITION", false, null, "State requirement not met";
    not_found: "NOT_FOUND", false, null, "Target resource absent";
    already_exists: "ALREADY_EXISTS", false, null, "Uniqueness or idempotency violation";
    unimplemented: "UNIMPLEMENTED", false, null, "Feature not supported or deployed";
    cancelled: "CANCELLED", false, null, "Call cancelled";
    deadline_exceeded: "DEADLINE_EXCEEDED", true, 50, "RPC timed out";
    resource_exhausted: "RESOURCE_EXHAUSTED", true, 100, "Rate limit, quota, or buffer overflow";
    unavailable: "UNAVAILABLE", true, 100, "Transient infrastructure error";
    aborted: "ABORTED", true, 50, "Concurrency conflict";
    internal: "INTERNAL", null, 200, "Unexpected server error";
}

pub(crate) async fn a_code_of_ones_own<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let frame = answer(&mut peer, &request("1", "RERR", &json!({"code": "MINE"}))).await;
    assert_eq!(frame["payload"], json!({"code": "MINE", "message": "MINE"}));
}

pub(crate) async fn details_lose_secrets_and_options_stand<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let frame = answer(&mut peer, &request("1", "RERROPTS", &Value::Null)).await;
    assert_eq!(
        frame["payload"],
        json!({"code": "MY_CODE", "message": "custom", "details": {"k": "v"}, "retryable": false, "retryAfterMs": 1234})
    );
}

pub(crate) async fn declared_errors_are_typed<W: World>() {
    let (_world, mut peer) = start::<W>().await;
    let mut lookup = async |id: &str| {
        let frame = answer(&mut peer, &request("1", "LOOKUP", &json!({"id": id}))).await;
        (frame["type"].as_str().unwrap().to_owned(), frame["payload"].clone())
    };
    let nil = "00000000-0000-0000-0000-000000000000";
    let (kind, error) = lookup(nil).await;
    assert_eq!(
        (kind.as_str(), &error["code"], &error["details"]),
        ("RPC_ERROR", &json!("NOT_FOUND"), &json!({"id": nil}))
    );
    let (_, banned) = lookup("ffffffff-ffff-ffff-ffff-ffffffffffff").await;
    assert_eq!((&banned["code"], &banned["retryable"]), (&json!("USER_BANNED"), &json!(true)));
    assert!(banned["details"]["untilMs"].is_u64());
    let known = "123e4567-e89b-12d3-a456-426614174000";
    let (kind, user) = lookup(known).await;
    assert_eq!((kind.as_str(), &user["id"]), ("LOOKUP_OK", &json!(known)));
    let (_, invalid) = lookup("nobody").await;
    assert_eq!(invalid["details"]["issues"][0]["path"], "/payload/id");
}
