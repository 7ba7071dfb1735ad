//! One function a message.

use std::sync::Arc;

use wskit::{close::Closed, prelude::*};

use crate::{
    house::{House, archived},
    protocol::{
        ChatMessage, Hello, HelloError, ImportError, ImportHistory, ImportProgress, Imported, JoinError,
        JoinRoom, Joined, LeaveRoom, Left, ListRooms, MemberJoined, MemberLeft, MemberTyping, MessageKind,
        PostError, PostMessage, Posted, RoomId, RoomTopic, Rooms, Typing, UserName, Welcome,
    },
};

/// Who a connection belongs to.
#[derive(Clone)]
pub struct Member {
    house: Arc<House>,
    name: Option<UserName>,
}

impl Member {
    /// Somebody who has not said hello yet.
    #[must_use]
    pub fn new(house: Arc<House>) -> Self {
        Self { house, name: None }
    }
}

/// Every handler of the chat.
pub fn router() -> Router<Member> {
    Router::new()
        .rpc(hello)
        .rpc(list_rooms)
        .rpc(join_room)
        .rpc(leave_room)
        .rpc(post_message)
        .rpc(import_history)
        .on(typing)
        .on_close(say_goodbye)
}

async fn hello(ctx: RpcCtx<Hello, Member>) -> Reply<Hello> {
    let Member { house, name: known } = (*ctx.data()).clone();
    let name = ctx.payload.name.clone();
    if known.as_ref() != Some(&name) {
        if known.is_some() {
            return ctx.error(Code::FailedPrecondition.with("you already have a name"));
        }
        if !house.take_name(&name) {
            return ctx.error(HelloError::NameTaken { name });
        }
        ctx.update_data(|member| member.name = Some(name.clone()));
    }
    ctx.reply(Welcome { name, rooms: house.rooms() })
}

async fn list_rooms(ctx: RpcCtx<ListRooms, Member>) -> Reply<ListRooms> {
    let rooms = ctx.data().house.rooms();
    ctx.reply(Rooms { rooms })
}

async fn join_room(ctx: RpcCtx<JoinRoom, Member>) -> Reply<JoinRoom> {
    let member = ctx.data();
    let Some(name) = member.name.clone() else {
        return ctx.error(JoinError::Nameless);
    };
    let room = ctx.payload.room.clone();
    let is_new = member.house.join(&room, &name)?;
    // Listening comes before looking, so that nothing said in between is missed.
    ctx.topics().subscribe(topic(&room)).await?;
    if is_new {
        ctx.publish(topic(&room), &MemberJoined { room: room.clone(), name }).exclude_self().await?;
    }
    let (members, history) = member.house.look(&room);
    ctx.reply(Joined { room, members, history })
}

async fn leave_room(ctx: RpcCtx<LeaveRoom, Member>) -> Reply<LeaveRoom> {
    let room = ctx.payload.room.clone();
    ctx.topics().unsubscribe(topic(&room)).await?;
    leave(&ctx, &room).await?;
    ctx.reply(Left { room })
}

async fn post_message(ctx: RpcCtx<PostMessage, Member>) -> Reply<PostMessage> {
    let PostMessage { room, text } = ctx.payload.clone();
    let Some(author) = member_of(&ctx, &room) else {
        return ctx.error(PostError::NotAMember { room });
    };
    let sent_at = ctx.now_ms();
    let message = ChatMessage { id: 0, room: room.clone(), author, text, sent_at, kind: MessageKind::Said };
    let message = ctx.data().house.record(message);
    ctx.publish(topic(&room), &message).await?;
    ctx.reply(Posted { id: message.id })
}

async fn typing(ctx: Ctx<Typing, Member>) -> Result<()> {
    let Typing { room, typing } = ctx.payload.clone();
    if let Some(name) = member_of(&ctx, &room) {
        ctx.publish(topic(&room), &MemberTyping { room, name, typing }).exclude_self().await?;
    }
    Ok(())
}

async fn import_history(ctx: RpcCtx<ImportHistory, Member>) -> Reply<ImportHistory> {
    let ImportHistory { room, count } = ctx.payload.clone();
    if member_of(&ctx, &room).is_none() {
        return ctx.error(ImportError::NotAMember { room });
    }
    let house = Arc::clone(&ctx.data().house);
    // Dropped with this future, so a cancelled import makes room for the next.
    let _import = house.start_import(&room)?;
    for done in 1..=count {
        ctx.sleep(house.settings.import_delay).await;
        let message = house.record(archived(&room, done, ctx.now_ms()));
        ctx.publish(topic(&room), &message).await?;
        ctx.progress(ImportProgress { done, total: count });
    }
    ctx.reply(Imported { count })
}

/// A connection ended: whoever it was leaves every room and gives the name back.
async fn say_goodbye(connection: Connection<Member>, _: Closed) {
    let member = connection.data();
    let Some(name) = &member.name else { return };
    for room in member.house.rooms_of(name) {
        if let Err(error) = leave(&connection, &room).await {
            tracing::warn!(%room, %error, "the room was not told that somebody left");
        }
    }
    member.house.release_name(name);
}

async fn leave(connection: &Connection<Member>, room: &RoomId) -> Result<()> {
    let member = connection.data();
    if let Some(name) = member.name.clone()
        && member.house.leave(room, &name)
    {
        connection.publish(topic(room), &MemberLeft { room: room.clone(), name }).await?;
    }
    Ok(())
}

/// The name of the sender, if they are in the room.
fn member_of(connection: &Connection<Member>, room: &RoomId) -> Option<UserName> {
    let member = connection.data();
    member.name.clone().filter(|name| member.house.is_member(room, name))
}

fn topic(room: &RoomId) -> RoomTopic {
    RoomTopic { room: room.clone() }
}
