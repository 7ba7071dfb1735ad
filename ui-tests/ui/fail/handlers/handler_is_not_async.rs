use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
);

fn typing(_: Ctx<Typing>) -> Result<()> {
    Ok(())
}

fn work(ctx: RpcCtx<Work>) -> Reply<Work> {
    ctx.reply(Done)
}

fn main() {
    let _ = Router::<()>::new().on(typing).rpc(work);
}
