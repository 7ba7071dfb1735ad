use wskit::prelude::*;

wskit::message!(
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
    #[response]
    pub struct Other;
);

async fn work(_: RpcCtx<Work, ()>) -> Result<Other> {
    Ok(Other)
}

fn main() {
    let _ = Router::<()>::new().rpc(work);
}
