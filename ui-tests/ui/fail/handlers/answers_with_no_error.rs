use wskit::prelude::*;

wskit::message!(
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
);

async fn work(ctx: RpcCtx<Work, ()>) -> Reply<Work> {
    ctx.error(std::io::Error::other("no disk"))
}

fn main() {
    let _ = Router::<()>::new().rpc(work);
}
