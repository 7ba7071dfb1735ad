use wskit::prelude::*;

use crate::{
    Visitor,
    protocol::{
        Boom, Close, Everr, Inhcorr, Kinds, KindsOk, Limited, Nop, Panic, Ping, Pong, Withmeta, WithmetaOk,
    },
};

pub(super) fn router() -> Router<Visitor> {
    Router::new()
        .on(ping)
        .on(nop)
        .on(with_meta)
        .on(inherit_correlation)
        .on(kinds)
        .on(boom)
        .on(panics)
        .on(event_error)
        .on(close)
}

async fn ping(ctx: Ctx<Ping, Visitor>) -> Result<()> {
    ctx.send(&Pong { text: ctx.payload.text.clone() })?;
    Ok(())
}

async fn nop(ctx: Ctx<Nop, Visitor>) -> Result<()> {
    ctx.send(&Pong { text: "nop".into() })?;
    Ok(())
}

async fn with_meta(ctx: Ctx<Withmeta, Visitor>) -> Result<()> {
    ctx.send(&WithmetaOk { x: ctx.payload.x, room_id: ctx.meta.room_id.clone() })?;
    Ok(())
}

async fn inherit_correlation(ctx: Ctx<Inhcorr, Visitor>) -> Result<()> {
    ctx.send_correlated(&Pong { text: "corr".into() })?;
    Ok(())
}

async fn kinds(ctx: Ctx<Kinds, Visitor>) -> Result<()> {
    ctx.send(&KindsOk::from(ctx.payload.clone()))?;
    Ok(())
}

async fn boom(_: Ctx<Boom, Visitor>) -> Result<()> {
    Err("a cause that the client must not see".into())
}

async fn panics(_: Ctx<Panic, Visitor>) -> Result<()> {
    panic!("a cause that the client must not see")
}

async fn event_error(ctx: Ctx<Everr, Visitor>) -> Result<()> {
    ctx.error(Code::NotFound.with("nope").detail("a", 1));
    Ok(())
}

async fn close(ctx: Ctx<Close, Visitor>) -> Result<()> {
    ctx.close(ctx.payload.code, ctx.payload.reason.clone());
    Ok(())
}

pub(super) async fn limited(ctx: Ctx<Limited, Visitor>) -> Result<()> {
    ctx.send(&Pong { text: "limited".into() })?;
    Ok(())
}
