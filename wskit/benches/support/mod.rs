//! What the benches and the count of allocations share: messages, handlers, a platform, a connection without a socket.
#![allow(dead_code, reason = "each of those who share it uses a part")]

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use wskit::{
    Frame, Hub, Outgoing, layers::require, maybe_send::BoxFuture, platform::Platform, prelude::*,
    session::Session,
};

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

    /// The same payload in an event that nothing answers.
    #[event("NOTE", from = client)]
    pub(crate) struct Note {
        pub id: String,
        pub text: String,
        pub n: i64,
        pub tags: Vec<String>,
    }

    /// An envelope and nothing in it.
    #[event("NOP", from = client)]
    pub(crate) struct Nop;

    #[event("SUB", from = client)]
    pub(crate) struct Sub {
        pub topic: String,
    }

    #[event("UNSUB", from = client)]
    pub(crate) struct Unsub {
        pub topic: String,
    }

    #[event("PUB", from = client)]
    pub(crate) struct Pub {
        pub topic: String,
        pub text: String,
    }

    #[event("NEWS", from = server)]
    pub(crate) struct News {
        pub topic: String,
        pub text: String,
    }

    /// A constraint of most kinds.
    #[data]
    pub(crate) struct Profile {
        #[validate(length(min = 1, max = 32))]
        pub name: String,
        #[validate(email)]
        pub email: String,
        #[validate(pattern("^[a-z0-9-]+$"))]
        pub slug: String,
        #[validate(range(min = 13, max = 150))]
        pub age: u8,
        #[validate(items(max = 8), inner(length(max = 16)), unique)]
        pub tags: Vec<String>,
    }
);

/// A request as the demo's clients send it.
pub(crate) const REQUEST: &str = r#"{"type":"ECHO","meta":{"correlationId":"c-1234"},"payload":{"id":"u_123","text":"The quick brown fox jumps over the lazy dog, then writes about it.","n":42,"tags":["alpha","beta"]}}"#;

/// The same with a number that is none.
pub(crate) const INVALID: &str = r#"{"type":"ECHO","meta":{"correlationId":"c-1234"},"payload":{"id":"u_123","text":"The quick brown fox jumps over the lazy dog, then writes about it.","n":"42","tags":["alpha","beta"]}}"#;

pub(crate) const NOTE: &str = r#"{"type":"NOTE","payload":{"id":"u_123","text":"The quick brown fox jumps over the lazy dog, then writes about it.","n":42,"tags":["alpha","beta"]}}"#;

pub(crate) const NOP: &str = r#"{"type":"NOP"}"#;

/// A broadcast to a topic.
pub(crate) fn publish_to(topic: &str) -> String {
    let text = "The quick brown fox jumps over the lazy dog, then writes about it.";
    format!(r#"{{"type":"PUB","payload":{{"topic":"{topic}","text":"{text}"}}}}"#)
}

/// A subscription to a topic.
pub(crate) fn subscribe_to(topic: &str) -> String {
    format!(r#"{{"type":"SUB","payload":{{"topic":"{topic}"}}}}"#)
}

/// The end of one.
pub(crate) fn unsubscribe_from(topic: &str) -> String {
    format!(r#"{{"type":"UNSUB","payload":{{"topic":"{topic}"}}}}"#)
}

pub(crate) async fn echo(ctx: RpcCtx<Echo>) -> Result<EchoOk> {
    let Echo { id, text, n, tags } = ctx.payload;
    Ok(EchoOk { id, text, n, tags })
}

async fn note(_: Ctx<Note>) -> Result<()> {
    Ok(())
}

async fn nop(_: Ctx<Nop>) -> Result<()> {
    Ok(())
}

async fn subscribe(ctx: Ctx<Sub>) -> Result<()> {
    ctx.topics().subscribe(&ctx.payload.topic).await?;
    Ok(())
}

async fn unsubscribe(ctx: Ctx<Unsub>) -> Result<()> {
    ctx.topics().unsubscribe(&ctx.payload.topic).await?;
    Ok(())
}

async fn publish(ctx: Ctx<Pub>) -> Result<()> {
    let Pub { topic, text } = ctx.payload.clone();
    ctx.publish(topic.clone(), &News { topic, text }).await?;
    Ok(())
}

/// Every handler.
pub(crate) fn router() -> Router<()> {
    Router::new().rpc(echo).on(note).on(nop).on(subscribe).on(unsubscribe).on(publish)
}

/// The same behind a layer that lets nothing pass.
pub(crate) fn refusing() -> Router<()> {
    router().layer(require(Code::PermissionDenied, |(): &()| false))
}

/// The real clock; nothing here ever sleeps.
struct Real;

impl Platform for Real {
    fn now_ms(&self) -> u64 {
        by_hand::now_ms()
    }

    fn random(&self, bytes: &mut [u8]) {
        // Ids need to differ, and nothing else.
        static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let next = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed).to_le_bytes();
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = next[index % next.len()];
        }
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        // Nothing here has an adapter that would need one.
        drop(task);
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

/// Connections that listen to a topic.
pub(crate) fn listeners(hub: &Arc<Hub<()>>, topic: &str, count: usize) -> Vec<Session<()>> {
    let mut sessions: Vec<_> = (0..count).map(|_| connect(hub)).collect();
    for session in &mut sessions {
        receive(session, &subscribe_to(topic));
    }
    sessions
}

/// Hands a frame over.
pub(crate) fn receive(session: &mut Session<()>, frame: &str) {
    session.receive(frame, &mut Context::from_waker(Waker::noop()));
}

/// Hands a frame over and takes what answers it.
pub(crate) fn exchange(session: &mut Session<()>, frame: &str) -> Option<Frame> {
    receive(session, frame);
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
