//! What a server does; none of it knows how many servers there are.

use std::sync::Arc;

use wskit::{close::Closed, prelude::*, topics::TopicPolicy};

use crate::protocol::{Arrived, Enter, Entered, Left, Said, Say};

/// A connection.
#[derive(Clone, Debug, Default)]
pub struct Guest {
    /// The name of the server, for the page to show.
    pub server: Arc<str>,
    /// Who it is, once it has entered.
    pub name: Option<String>,
}

const ROOM: &str = "room";

/// The handlers; an adapter is added where the server starts.
pub fn router() -> Router<Guest> {
    let names = TopicPolicy::new().member(|connection: &Connection<Guest>| connection.data().name.clone());
    Router::new().rpc(enter).on(say).topics(names).on_close(leave)
}

async fn enter(ctx: RpcCtx<Enter, Guest>) -> Reply<Enter> {
    let (name, server) = (ctx.payload.name.clone(), ctx.data().server.to_string());
    ctx.update_data(|guest| guest.name = Some(name.clone()));
    ctx.topics().subscribe(ROOM).await?;
    tell(&ctx, &Arrived { name, server: server.clone() }).await?;
    let members = ctx.presence(ROOM).await.members;
    let mut names: Vec<String> = members.into_iter().filter_map(|member| member.name).collect();
    names.sort();
    ctx.reply(Entered { server, names })
}

async fn say(ctx: Ctx<Say, Guest>) -> Result<()> {
    let (text, guest) = (ctx.payload.text.clone(), ctx.data());
    let name = guest.name.clone().ok_or(Code::FailedPrecondition.with("enter first"))?;
    tell(&ctx, &Said { name, server: guest.server.to_string(), text }).await
}

async fn leave(connection: Connection<Guest>, _: Closed) {
    let name = connection.data().name.clone();
    if let Some(name) = name
        && tell(&connection, &Left { name }).await.is_err()
    {
        eprintln!("nobody was told that somebody left");
    }
}

/// Tells everybody. Those of the other server miss it while Redis is away, which is no reason to fail.
async fn tell<M>(connection: &Connection<Guest>, message: &M) -> Result<()>
where
    M: wskit::message::FromServer<Meta = ()>,
{
    match connection.publish(ROOM, message).await {
        Err(error) if !error.retryable() => Err(error.into()),
        _ => Ok(()),
    }
}
