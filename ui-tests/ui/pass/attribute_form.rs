//! The attributes outside of `message!`.
#![deny(warnings)]

use wskit::prelude::*;

/// A word.
#[wskit::data]
pub struct Word(#[validate(length(min = 1))] String);

#[wskit::data]
#[derive(Eq, Hash)]
pub enum Role {
    Owner,
    Guest,
}

#[wskit::meta]
pub struct Trace {
    pub trace_id: String,
}

#[wskit::event("SAID", from = client, meta = Trace)]
pub struct Said {
    pub word: Word,
    pub role: Option<Role>,
}

#[wskit::rpc(response = User, error = Refused)]
pub struct GetUser {
    #[wire(string)]
    pub id: u128,
}

#[wskit::response]
pub struct User {
    pub word: Word,
}

#[wskit::error]
pub enum Refused {
    #[code("FULL")]
    Full { room: Word },
}

async fn said(ctx: Ctx<Said, ()>) -> Result<()> {
    let _ = &ctx.payload.word;
    Ok(())
}

async fn get_user(ctx: RpcCtx<GetUser, ()>) -> Reply<GetUser> {
    ctx.error(Refused::Full { room: Word::new("a")? })
}

wskit::protocol!(pub Chat { version = "1.0.0"; Said, GetUser });

fn main() {
    let _ = Router::<()>::new().on(said).rpc(get_user);
}
