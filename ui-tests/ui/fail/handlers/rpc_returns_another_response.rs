use wskit::{Failure, prelude::*};

wskit::message!(
    #[rpc(response = SumOk)]
    pub struct Sum {
        pub a: u32,
    }

    #[response]
    pub struct SumOk {
        pub total: u32,
    }

    #[rpc(response = OtherOk, error = OtherError)]
    pub struct Other;

    #[response]
    pub struct OtherOk;

    #[error]
    pub enum OtherError {
        #[code("NO_LUCK")]
        NoLuck,
    }

    #[event(from = server)]
    pub struct News;

    #[event(from = client)]
    pub struct Typing;
);

async fn sum(ctx: RpcCtx<Sum>) -> Result<OtherOk, Failure<Sum>> {
    let _ = ctx.payload.a;
    Ok(OtherOk)
}

fn main() {
    let _ = Router::<()>::new().rpc(sum);
}
