use wskit::prelude::*;

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

wskit::message!(
    #[rpc(response = SumOk, progress = Step)]
    pub struct Slow;

    #[data]
    pub struct Step {
        pub done: u32,
    }
);

async fn slow(ctx: RpcCtx<Slow>) -> Reply<Slow> {
    let answer = ctx.reply(SumOk { total: 1 });
    ctx.progress(Step { done: 1 });
    answer
}

fn main() {
    let _ = Router::<()>::new().rpc(slow);
}
