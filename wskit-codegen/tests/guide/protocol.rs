//! What `docs/protocol.md` declares.

use std::time::Duration;

use wskit::prelude::*;

wskit::message!(
    #[event]
    pub struct Say {
        pub room: String,
        #[validate(length(min = 1, max = 10))]
        pub text: String,
    }

    #[event]
    pub struct Ping;

    #[rpc(response = Found, progress = Stage, error = SearchError, meta = Trace)]
    pub struct Search {
        pub text: String,
    }

    #[response]
    pub struct Found {
        pub count: u32,
    }

    #[data]
    pub struct Stage {
        pub percent: u8,
    }

    #[meta]
    pub struct Trace {
        pub trace_id: Option<String>,
    }

    #[error]
    pub enum SearchError {
        #[code("TOO_BROAD", message = "more than {limit} matches")]
        TooBroad { limit: u32 },
    }
);

async fn say(ctx: Ctx<Say>) -> Result<()> {
    ctx.send(&ctx.payload)?;
    Ok(())
}

async fn ping(ctx: Ctx<Ping>) -> Result<()> {
    ctx.send(&Ping)?;
    Ok(())
}

async fn search(ctx: RpcCtx<Search>) -> Reply<Search> {
    match ctx.payload.text.as_str() {
        "a" => return ctx.error(SearchError::TooBroad { limit: 1000 }),
        "everything" => ctx.sleep(Duration::from_secs(60)).await,
        "nothing" => Err("the index is broken")?,
        _ => ctx.progress(Stage { percent: 50 }),
    }
    ctx.reply(Found { count: 3 })
}

pub fn router() -> Router<()> {
    Router::new().on(say).on(ping).rpc(search)
}
