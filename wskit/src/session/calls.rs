//! Rpcs of one connection: at the same time, each answered once, each with a deadline.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::{
    FutureExt, StreamExt,
    future::{AbortHandle, Abortable},
    stream::FuturesUnordered,
};

use super::{
    Session,
    run::{Failed, drop_caught, poll_caught, report},
};
use crate::{
    Code, Data,
    call::Call,
    maybe_send::BoxFuture,
    outbox::Priority,
    router::{HandlerFuture, Outcome, WireName},
    wire::CorrelationId,
};

/// The rpcs that are not answered yet.
#[derive(Default)]
pub(super) struct Calls {
    /// A handful at most (`max_in_flight`), so a linear search beats a map.
    in_flight: Vec<InFlight>,
    /// Made when the first handler has to wait: many connections never send a request that does.
    running: Option<FuturesUnordered<Running>>,
    timer: Option<Timer>,
    next_key: u64,
    /// The last call that was answered at once, for the next to be made of.
    spare: Option<Arc<Call>>,
}

/// What has to be known of a call while its handler runs.
struct InFlight {
    key: u64,
    wire_type: WireName,
    call: Arc<Call>,
    deadline_ms: u64,
    abort: AbortHandle,
}

/// The handler of a call; ready with `None` when it was given up.
struct Running {
    key: u64,
    /// `None` only while it is dropped.
    handling: Option<Abortable<HandlerFuture>>,
}

struct Timer {
    at_ms: u64,
    sleep: BoxFuture<'static, ()>,
}

/// A call about to start.
pub(super) struct NewCall {
    pub(super) wire_type: WireName,
    pub(super) call: Arc<Call>,
    pub(super) handling: HandlerFuture,
}

impl Future for Running {
    type Output = (u64, Option<Result<Outcome, Failed>>);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let key = self.key;
        let Some(handling) = self.handling.as_mut().filter(|handling| !handling.is_aborted()) else {
            return Poll::Ready((key, None));
        };
        // An Abortable ends with Err(Aborted) or with the handler's own result; the handler's is what is caught.
        let mut flattened = handling.map(|ended| ended.map_or(Ok(None), |result| result.map(Some)));
        poll_caught(Pin::new(&mut flattened), cx).map(|result| (key, result.transpose()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A handler that was given up runs its destructors here, inside the task of the whole connection.
        drop_caught(self.handling.take());
    }
}

impl Calls {
    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.is_empty()
    }

    pub(super) fn count(&self) -> usize {
        self.in_flight.len()
    }

    pub(super) fn contains(&self, correlation_id: &str) -> bool {
        self.find(correlation_id).is_some()
    }

    fn find(&self, correlation_id: &str) -> Option<usize> {
        let is_it = |flight: &InFlight| {
            flight.call.correlation_id.as_ref().is_some_and(|id| id.as_str() == correlation_id)
        };
        self.in_flight.iter().position(is_it)
    }

    /// When something is next to be done for a call: its deadline, or progress that was held back.
    fn next_due_ms(&self, throttles: bool) -> Option<u64> {
        let deadline = self.in_flight.iter().map(|flight| flight.deadline_ms).min();
        if !throttles {
            return deadline;
        }
        let progress = self.in_flight.iter().filter_map(|flight| flight.call.progress_due_ms()).min();
        deadline.into_iter().chain(progress).min()
    }

    /// The connection is gone.
    pub(super) fn give_up_all(self) {
        for flight in &self.in_flight {
            flight.call.cancel();
        }
    }

    /// A call that begins now, without an allocation where the last one was answered at once.
    pub(super) fn begin(&mut self, correlation_id: Option<&str>, timeout_ms: u64) -> Arc<Call> {
        if let Some(mut spare) = self.spare.take()
            && let Some(call) = Arc::get_mut(&mut spare)
        {
            call.reset(correlation_id, timeout_ms);
            return spare;
        }
        Arc::new(Call::new(correlation_id.map(CorrelationId::from), timeout_ms))
    }

    fn start(&mut self, call: NewCall, deadline_ms: u64) {
        let key = self.next_key;
        self.next_key += 1;
        let (abort, registration) = AbortHandle::new_pair();
        let running = Running { key, handling: Some(Abortable::new(call.handling, registration)) };
        self.running.get_or_insert_default().push(running);
        self.in_flight.push(InFlight { key, wire_type: call.wire_type, call: call.call, deadline_ms, abort });
    }

    fn take(&mut self, key: u64) -> Option<InFlight> {
        let index = self.in_flight.iter().position(|call| call.key == key)?;
        Some(self.in_flight.swap_remove(index))
    }
}

impl<D: Data> Session<D> {
    /// Runs the handler of an rpc: to its end if it is ready at once, beside everything else otherwise.
    pub(super) fn handle_call(&mut self, mut call: NewCall, cx: &mut Context<'_>) {
        match poll_caught(call.handling.as_mut(), cx) {
            Poll::Ready(result) => {
                let NewCall { wire_type, call, handling } = call;
                // What it still holds of the call goes first.
                drop_caught(handling);
                self.finish_call(&wire_type, &call, result);
                self.calls.spare = Some(call);
            }
            Poll::Pending => {
                let deadline_ms = call.call.deadline_ms(self.connection.now_ms());
                self.calls.start(call, deadline_ms);
                // The new handler has to be polled once more by the set that now owns it, and its deadline armed.
                cx.waker().wake_by_ref();
            }
        }
    }

    pub(super) fn poll_calls(&mut self, cx: &mut Context<'_>) {
        while let Some(running) = &mut self.calls.running
            && let Poll::Ready(Some((key, result))) = running.poll_next_unpin(cx)
        {
            if let (Some(call), Some(result)) = (self.calls.take(key), result) {
                self.finish_call(&call.wire_type, &call.call, result);
            }
        }
        self.poll_deadlines(cx);
    }

    /// The client gives up an rpc: the handler is dropped and the client told so.
    pub(super) fn abort_call(&mut self, correlation_id: &str, cx: &mut Context<'_>) {
        match self.calls.find(correlation_id) {
            Some(index) => {
                self.give_up(index, Code::Cancelled);
                // Drops the handler now: the next frame may ask for what it still holds.
                self.poll_calls(cx);
            }
            None => tracing::debug!(client = %self.connection.client_id(), "an abort names no rpc in flight"),
        }
    }

    /// Gives up what is out of time, and sends the progress that has waited long enough.
    fn poll_deadlines(&mut self, cx: &mut Context<'_>) {
        let interval_ms = self.connection.hub().progress_interval_ms();
        loop {
            let Some(next) = self.calls.next_due_ms(interval_ms > 0) else {
                self.calls.timer = None;
                return;
            };
            let now = self.connection.now_ms();
            if next <= now {
                self.meet_deadlines(now, interval_ms);
                continue;
            }
            if self.calls.timer.as_ref().is_none_or(|timer| timer.at_ms != next) {
                let sleep = self.connection.hub().platform.sleep(Duration::from_millis(next - now));
                self.calls.timer = Some(Timer { at_ms: next, sleep });
            }
            let rang =
                self.calls.timer.as_mut().is_some_and(|timer| timer.sleep.as_mut().poll(cx).is_ready());
            if !rang {
                return;
            }
            self.calls.timer = None;
        }
    }

    fn meet_deadlines(&mut self, now: u64, interval_ms: u64) {
        while let Some(late) = self.calls.in_flight.iter().position(|flight| flight.deadline_ms <= now) {
            self.give_up(late, Code::DeadlineExceeded);
        }
        for flight in &self.calls.in_flight {
            if let Some(progress) = flight.call.take_due_progress(now, interval_ms) {
                self.connection.answer(progress, Priority::Progress);
            }
        }
    }

    fn give_up(&mut self, index: usize, code: Code) {
        let flight = self.calls.in_flight.swap_remove(index);
        flight.call.cancel();
        flight.abort.abort();
        self.connection.answer_error(&code.into(), true, flight.call.correlation_id.as_ref());
    }

    fn finish_call(&mut self, wire_type: &str, call: &Call, result: Result<Outcome, Failed>) {
        if let Some(progress) = call.finish() {
            self.connection.answer(progress, Priority::Progress);
        }
        let failed = match result.map(Outcome::into_parts) {
            Ok((Some(frame), close)) => {
                self.answer(frame);
                return close.into_iter().for_each(|close| self.close(close));
            }
            Ok((None, _)) => Failed::Error(crate::error::Cause::Internal(
                "a layer stopped an rpc without an answer".into(),
            )),
            Err(failed) => failed,
        };
        let error = report(&self.connection, Some(wire_type), &failed);
        // A request that could not be read is answered alike whether or not it came through layers.
        let is_rpc = call.correlation_id.is_some() || !error.has_issues();
        self.connection.answer_error(&error, is_rpc, call.correlation_id.as_ref());
    }
}
