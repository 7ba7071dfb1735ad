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

    #[data]
    pub struct RoomId(#[validate(length(min = 1, max = 32), pattern("^[a-z0-9-]+$"))] String);

    #[error]
    pub enum JoinError {
        /// No place is left.
        #[code("ROOM_FULL", retryable, message = "{room} is full")]
        RoomFull { room: RoomId, limit: u32 },
    }
);

wskit::protocol!(pub Chat { version = "1.0.0"; JoinRoom, ChatMessage });

async fn join(ctx: RpcCtx<JoinRoom>) -> Reply<JoinRoom> {
    let room = ctx.payload.room.clone();
    let topic = format!("room:{room}");
    if ctx.subscribers(&topic) >= 20 {
        return ctx.error(JoinError::RoomFull { room, limit: 20 }); // an error that JoinRoom does not declare does not compile
    }
    ctx.topics().subscribe(&topic).await?;
    let members = u32::try_from(ctx.subscribers(&topic))?;
    ctx.reply(Joined { members }) // consumes ctx: exactly one answer, of the right type
}

async fn say(ctx: Ctx<ChatMessage>) -> Result<()> {
    ctx.publish(format!("room:{}", ctx.payload.room), &ctx.payload).await?;
    Ok(())
}

pub fn router() -> Router<()> {
    Router::new().rpc(join).on(say)
}
