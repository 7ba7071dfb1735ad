use wskit::{
    prelude::*,
    topics::{self, PublishError, Published, TopicError},
};

use crate::{
    Visitor,
    protocol::{Capability, Join, Joined, Leave, Left, News, Pub, Pubres, Said, Say, Sayx, Sub, Subbed},
};

pub(super) fn router() -> Router<Visitor> {
    Router::new().on(join).on(leave).on(say).on(say_to_others).on(subscribe).on(publish)
}

async fn join(ctx: Ctx<Join, Visitor>) -> Result<()> {
    let room = ctx.payload.room.clone();
    ctx.topics().subscribe(topic_of(&room)).await.map_err(refused)?;
    ctx.send(&Joined { room, topics: ctx.topics().list() })?;
    Ok(())
}

async fn leave(ctx: Ctx<Leave, Visitor>) -> Result<()> {
    let room = ctx.payload.room.clone();
    ctx.topics().unsubscribe(topic_of(&room)).await.map_err(refused)?;
    ctx.send(&Left { room, topics: ctx.topics().list() })?;
    Ok(())
}

async fn say(ctx: Ctx<Say, Visitor>) -> Result<()> {
    let Say { room, text } = ctx.payload.clone();
    let published = ctx.publish(topic_of(&room), &Said { room, text }).await;
    ctx.send(&result_of(reached(published)?))?;
    Ok(())
}

async fn say_to_others(ctx: Ctx<Sayx, Visitor>) -> Result<()> {
    let Sayx { room, text } = ctx.payload.clone();
    let published = ctx.publish(topic_of(&room), &Said { room, text }).exclude_self().await;
    ctx.send(&result_of(reached(published)?))?;
    Ok(())
}

async fn subscribe(ctx: Ctx<Sub, Visitor>) -> Result<()> {
    let topic = ctx.payload.topic.clone();
    ctx.topics().subscribe(&topic).await.map_err(refused)?;
    ctx.send(&Subbed { topic })?;
    Ok(())
}

async fn publish(ctx: Ctx<Pub, Visitor>) -> Result<()> {
    let Pub { topic, text } = ctx.payload.clone();
    reached(ctx.publish(topic.clone(), &News { topic, text }).await)?;
    Ok(())
}

fn topic_of(room: &str) -> String {
    format!("room:{room}")
}

fn result_of(published: Published) -> Pubres {
    Pubres {
        matched: published.matched.map(|matched| u32::try_from(matched).unwrap_or(u32::MAX)),
        capability: match published.capability {
            topics::Capability::Exact => Capability::Exact,
            topics::Capability::Estimate => Capability::Estimate,
            topics::Capability::Unknown => Capability::Unknown,
        },
    }
}

/// A client chooses the name of a topic, so one that is not allowed is its mistake.
fn refused(error: TopicError) -> Error {
    match error {
        TopicError::Name(why) => Code::InvalidArgument.with(why).into(),
        TopicError::TooMany { limit } => {
            Code::ResourceExhausted.with("too many topics").detail("limit", limit).into()
        }
        other => other.into(),
    }
}

/// Subscribers of this instance have the message also when a broker that is away keeps it from others: that is no error
/// to the client, but nobody knows then how many got it.
fn reached(published: std::result::Result<Published, PublishError>) -> Result<Published> {
    match published {
        Ok(published) => Ok(published),
        Err(PublishError::Name(why)) => Err(Code::InvalidArgument.with(why).into()),
        Err(error) if error.retryable() => Ok(Published::unknown()),
        Err(error) => Err(error.into()),
    }
}
