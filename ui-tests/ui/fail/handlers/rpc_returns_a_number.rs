use wskit::prelude::*;

wskit::message!(
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
);

async fn work(_: RpcCtx<Work, ()>) -> Result<u32> {
    Ok(1)
}

fn main() {
    let _ = Router::<()>::new().rpc(work);
}
