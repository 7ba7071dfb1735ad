//! Polling user code: the one place where a panic is caught, and where a failure becomes what the client sees.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    Code, Connection, Data,
    caught::{caught, run_each},
    error::{Cause, ErrorReply},
    router::HandlerError,
};

/// How user code ended when it did not succeed.
pub(super) enum Failed {
    Error(Cause),
    Panic(String),
}

/// Polls a future; a panic inside it is a failure like any other and the future must not be polled again.
pub(super) fn poll_caught<T, F>(future: Pin<&mut F>, cx: &mut Context<'_>) -> Poll<Result<T, Failed>>
where
    F: Future<Output = Result<T, Cause>> + ?Sized,
{
    match caught(|| future.poll(cx)) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(result)) => Poll::Ready(result.map_err(Failed::Error)),
        Err(panic) => Poll::Ready(Err(Failed::Panic(panic))),
    }
}

/// Panics once more when it is polled, so that a panic before the first poll is reported like any other.
pub(super) async fn panicking<T>(panic: String) -> T {
    std::panic::resume_unwind(Box::new(panic))
}

/// Drops user code; a panic in one of its destructors is logged.
pub(super) fn drop_caught<T>(user_code: T) {
    if let Err(panic) = caught(|| drop(user_code)) {
        tracing::error!(%panic, "a handler panicked while it was dropped");
    }
}

/// What the client is told. What it is not told goes to the log and to `on_error`.
pub(super) fn report<D: Data>(
    connection: &Connection<D>,
    wire_type: Option<&str>,
    failed: &Failed,
) -> ErrorReply {
    let (cause, panicked) = match failed {
        Failed::Error(Cause::Reply(reply)) => return (**reply).clone(),
        Failed::Error(cause) => (cause.to_string(), false),
        Failed::Panic(text) => (text.clone(), true),
    };
    let client = connection.client_id();
    tracing::error!(%client, wire_type = wire_type.unwrap_or("-"), panicked, %cause, "a handler failed");
    let error = HandlerError { wire_type, cause: &cause, panicked };
    run_each("on_error", &connection.hub().hooks.error, |hook| hook(connection, &error));
    Code::Internal.into()
}
