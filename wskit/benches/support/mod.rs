//! What the benches share: the messages, a platform, and a connection without a socket.

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use wskit::{Frame, Hub, Outgoing, maybe_send::BoxFuture, platform::Platform, prelude::*, session::Session};

pub(crate) mod by_hand;

wskit::message!(
    #[rpc("ECHO", response = EchoOk)]
    pub(crate) struct Echo {
        pub id: String,
        pub text: String,
        pub n: i64,
        pub tags: Vec<String>,
    }

    #[response("ECHO_OK")]
    pub(crate) struct EchoOk {
        pub id: String,
        pub text: String,
        pub n: i64,
        pub tags: Vec<String>,
    }
);

/// A request as the demo's clients send it.
pub(crate) const REQUEST: &str = r#"{"type":"ECHO","meta":{"correlationId":"c-1234"},"payload":{"id":"u_123","text":"The quick brown fox jumps over the lazy dog, then writes about it.","n":42,"tags":["alpha","beta"]}}"#;

pub(crate) async fn echo(ctx: RpcCtx<Echo>) -> Result<EchoOk> {
    let Echo { id, text, n, tags } = ctx.payload;
    Ok(EchoOk { id, text, n, tags })
}

/// The real clock; nothing here ever sleeps.
struct Real;

impl Platform for Real {
    fn now_ms(&self) -> u64 {
        by_hand::now_ms()
    }

    fn random(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// A router at work.
pub(crate) fn hub(router: Router<()>) -> Arc<Hub<()>> {
    Hub::new(router, Arc::new(Real)).expect("a sound router")
}

/// One connection of it.
pub(crate) fn connect(hub: &Arc<Hub<()>>) -> Session<()> {
    hub.connect(hub.new_client_id(), ())
}

/// Hands a frame over and takes what answers it.
pub(crate) fn exchange(session: &mut Session<()>, frame: Frame) -> Option<Frame> {
    let mut cx = Context::from_waker(Waker::noop());
    session.receive(frame, &mut cx);
    take(session)
}

/// The next frame that is to be sent.
pub(crate) fn take(session: &mut Session<()>) -> Option<Frame> {
    let mut cx = Context::from_waker(Waker::noop());
    match session.poll_outgoing(&mut cx) {
        Poll::Ready(Outgoing::Frame(frame)) => Some(frame),
        Poll::Ready(Outgoing::Close(_)) | Poll::Pending => None,
    }
}
