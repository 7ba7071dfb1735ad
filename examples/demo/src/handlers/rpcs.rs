use std::time::Duration;

use wskit::prelude::*;

use crate::{
    Visitor,
    protocol::{
        AbortedCount, AbortedCountOk, Costly, CostlyOk, Echo, EchoOk, Lookup, LookupError, LookupOk, Prog,
        ProgOk, Rerr, Rerropts, Rpanic, Rslow, RslowOk, Rthrow, Rvoid, RvoidOk, Step, Sum, SumOk,
    },
};

pub(super) fn router() -> Router<Visitor> {
    Router::new()
        .rpc(sum)
        .rpc(prog)
        .rpc(void)
        .rpc(error)
        .rpc(error_with_options)
        .rpc(throw)
        .rpc(panics)
        .rpc(slow)
        .rpc(aborted_count)
        .rpc(lookup)
        .rpc(echo)
}

async fn sum(ctx: RpcCtx<Sum, Visitor>) -> Reply<Sum> {
    let total = ctx.payload.a + ctx.payload.b;
    ctx.reply(SumOk { total })
}

async fn prog(ctx: RpcCtx<Prog, Visitor>) -> Reply<Prog> {
    let n = ctx.payload.n;
    for i in 0..n {
        // Progress is the first to go when too much waits; here none may be lost.
        ctx.room().await;
        ctx.progress(Step { i });
    }
    ctx.reply(ProgOk { n })
}

async fn void(ctx: RpcCtx<Rvoid, Visitor>) -> Reply<Rvoid> {
    ctx.reply(RvoidOk)
}

async fn error(ctx: RpcCtx<Rerr, Visitor>) -> Reply<Rerr> {
    let code = ctx.payload.code.clone();
    ctx.error(ErrorReply::new(code))
}

async fn error_with_options(ctx: RpcCtx<Rerropts, Visitor>) -> Reply<Rerropts> {
    let error = ErrorReply::new("MY_CODE").message_text("custom").detail("k", "v").detail("password", "x");
    ctx.error(error.retryable(false).retry_after_ms(1234))
}

async fn throw(_: RpcCtx<Rthrow, Visitor>) -> Reply<Rthrow> {
    Err("a cause that the client must not see".into())
}

async fn panics(_: RpcCtx<Rpanic, Visitor>) -> Reply<Rpanic> {
    panic!("a cause that the client must not see")
}

async fn slow(ctx: RpcCtx<Rslow, Visitor>) -> Reply<Rslow> {
    let unfinished = ctx.data().aborted.begin();
    let ms = ctx.payload.ms;
    ctx.sleep(Duration::from_millis(ms.into())).await;
    unfinished.finish();
    ctx.reply(RslowOk { ms })
}

async fn aborted_count(ctx: RpcCtx<AbortedCount, Visitor>) -> Reply<AbortedCount> {
    let count = ctx.data().aborted.count();
    ctx.reply(AbortedCountOk { count })
}

async fn lookup(ctx: RpcCtx<Lookup, Visitor>) -> Result<LookupOk, LookupError> {
    let id = ctx.payload.id;
    if id.is_nil() {
        return Err(LookupError::NotFound { id });
    }
    if id.is_max() {
        return Err(LookupError::Banned { until_ms: 1_900_000_000_000 });
    }
    Ok(LookupOk { id, name: "Ada".to_owned() })
}

pub(super) async fn costly(ctx: RpcCtx<Costly, Visitor>) -> Reply<Costly> {
    ctx.reply(CostlyOk)
}

async fn echo(ctx: RpcCtx<Echo, Visitor>) -> Result<EchoOk> {
    let Echo { id, text, n, tags } = ctx.payload;
    Ok(EchoOk { id, text, n, tags })
}
