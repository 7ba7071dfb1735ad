//! The messages and handlers that several tests share.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "not every test uses all of it")]

use std::{
    sync::{Arc, Mutex, atomic::AtomicUsize, atomic::Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use wskit::{prelude::*, testing::TestServer};

wskit::message!(
    /// Says something back.
    #[event]
    pub struct Ping {
        #[validate(length(min = 1, max = 10))]
        pub text: String,
    }

    #[event(from = server)]
    pub struct Pong {
        pub text: String,
    }

    /// Without a payload.
    #[event(from = client)]
    pub struct Nop;

    /// Waits, then says so.
    #[event(from = client)]
    pub struct Wait {
        pub ms: u32,
    }

    #[event(from = client, meta = Place)]
    pub struct WithMeta {
        pub x: i32,
    }

    #[meta]
    pub struct Place {
        pub room_id: String,
    }

    #[event(from = client)]
    pub struct Boom;

    #[event(from = client)]
    pub struct Panics;

    #[rpc(response = SumOk)]
    pub struct Sum {
        pub a: f64,
        pub b: f64,
    }

    #[response]
    pub struct SumOk {
        pub total: f64,
    }

    #[rpc(response = SlowOk, progress = Step)]
    pub struct Slow {
        pub ms: u32,
    }

    #[response]
    pub struct SlowOk;

    #[data]
    pub struct Step {
        pub done: u32,
    }

    #[rpc(response = FindOk, error = FindError)]
    pub struct Find {
        pub id: u32,
    }

    #[response]
    pub struct FindOk {
        #[validate(length(max = 5))]
        pub name: String,
    }

    #[error]
    pub enum FindError {
        #[code("NOT_FOUND")]
        NotFound { id: u32 },
        #[code("BANNED", retryable, message = "banned until {until_ms}")]
        Banned { until_ms: u32 },
    }
);

/// What happened on the server's side, in order.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// The data of a connection in these tests.
#[derive(Clone, Default)]
pub struct Data {
    pub log: Log,
    pub dropped: Arc<AtomicUsize>,
    pub waiting: Vec<wskit::Cancelled>,
}

/// Counts the handlers that were dropped before they finished.
struct DropCounter(Arc<AtomicUsize>);

impl Drop for DropCounter {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

async fn ping(ctx: Ctx<Ping, Data>) -> Result<()> {
    ctx.send(&Pong { text: ctx.payload.text.clone() })?;
    Ok(())
}

async fn nop(ctx: Ctx<Nop, Data>) -> Result<()> {
    ctx.send(&Pong { text: "nop".into() })?;
    Ok(())
}

async fn wait(ctx: Ctx<Wait, Data>) -> Result<()> {
    ctx.sleep(Duration::from_millis(ctx.payload.ms.into())).await;
    ctx.send(&Pong { text: format!("waited {}", ctx.payload.ms) })?;
    Ok(())
}

async fn with_meta(ctx: Ctx<WithMeta, Data>) -> Result<()> {
    ctx.send(&Pong { text: format!("{} {}", ctx.payload.x, ctx.meta.room_id) })?;
    Ok(())
}

async fn boom(_: Ctx<Boom, Data>) -> Result<()> {
    Err("the password is hunter2".into())
}

async fn panics(_: Ctx<Panics, Data>) -> Result<()> {
    panic!("the password is hunter2")
}

async fn sum(ctx: RpcCtx<Sum, Data>) -> Reply<Sum> {
    let total = ctx.payload.a + ctx.payload.b;
    ctx.reply(SumOk { total })
}

async fn slow(ctx: RpcCtx<Slow, Data>) -> Reply<Slow> {
    let counter = DropCounter(Arc::clone(&ctx.data().dropped));
    ctx.progress(Step { done: 0 });
    ctx.sleep(Duration::from_millis(ctx.payload.ms.into())).await;
    std::mem::forget(counter);
    ctx.reply(SlowOk)
}

async fn find(ctx: RpcCtx<Find, Data>) -> Reply<Find> {
    match ctx.payload.id {
        0 => Err(FindError::NotFound { id: 0 })?,
        1 => ctx.error(FindError::Banned { until_ms: 7 }),
        2 => ctx.error(Code::Unavailable),
        3 => Err("a secret cause")?,
        4 => panic!("a secret panic"),
        5 => ctx.reply(FindOk { name: "too long for its rule".into() }),
        _ => ctx.reply(FindOk { name: "Ada".into() }),
    }
}

pub fn router() -> Router<Data> {
    Router::new()
        .on(ping)
        .on(nop)
        .on(wait)
        .on(with_meta)
        .on(boom)
        .on(panics)
        .rpc(sum)
        .rpc(slow)
        .rpc(find)
        .on_error(|connection, error| connection.data().log.add(format!("{error:?}")))
}

pub fn server() -> TestServer<Data> {
    TestServer::new(router())
}

/// Frames without their timestamps, which the tests of timestamps look at themselves.
pub fn bare(frames: Vec<Value>) -> Vec<Value> {
    frames
        .into_iter()
        .map(|mut frame| {
            let meta = frame["meta"].as_object_mut().expect("every frame has a meta");
            assert!(meta.remove("timestamp").is_some_and(|at| at.is_u64()), "every frame has a timestamp");
            frame
        })
        .collect()
}

pub fn pong(text: &str) -> Value {
    json!({"type": "PONG", "meta": {}, "payload": {"text": text}})
}
