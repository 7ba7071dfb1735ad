//! The code of the README. `tests/readme.rs` holds both against each other.
#![allow(missing_docs, reason = "short enough to be read at a glance")]

use wskit::prelude::*;

wskit::message!(
    /// Joins a room.
    #[rpc(response = Joined, error = JoinError)]
    pub struct JoinRoom {
        pub room: RoomId,
    }

    /// How many are in the room.
    #[response]
    pub struct Joined {
        pub members: u32,
    }

    /// Somebody says something; everybody in the room hears it.
    #[event]
    pub struct ChatMessage {
        pub room: RoomId,
        #[validate(length(min = 1, max = 280))]
        pub text: String,
    }

    /// Everybody in a room hears what is published here.
    #[topic("room:{room}", carries(ChatMessage))]
    pub struct RoomTopic {
        pub room: RoomId,
    }

    #[data]
    pub struct RoomId(#[validate(length(min = 1, max = 32), pattern("^[a-z0-9-]+$"))] String);

    #[error]
    pub enum JoinError {
        /// No place is left.
        #[code("ROOM_FULL", retryable, message = "{room} is full")]
        RoomFull { room: RoomId, limit: u32 },
    }
);

wskit::protocol!(pub Chat { version = "1.0.0"; JoinRoom, ChatMessage, RoomTopic });

async fn join(ctx: RpcCtx<JoinRoom>) -> Reply<JoinRoom> {
    let topic = RoomTopic { room: ctx.payload.room.clone() };
    if ctx.subscribers(&topic) >= 20 {
        return ctx.error(JoinError::RoomFull { room: topic.room, limit: 20 }); // an error that JoinRoom does not declare does not compile
    }
    ctx.topics().subscribe(&topic).await?;
    let members = u32::try_from(ctx.subscribers(&topic))?;
    ctx.reply(Joined { members }) // consumes ctx: exactly one answer, of the right type
}

async fn say(ctx: Ctx<ChatMessage>) -> Result<()> {
    let topic = RoomTopic { room: ctx.payload.room.clone() };
    ctx.publish(topic, &ctx.payload).await?; // an event that the topic does not carry does not compile
    Ok(())
}

pub fn router() -> Router<()> {
    Router::new().rpc(join).on(say)
}
