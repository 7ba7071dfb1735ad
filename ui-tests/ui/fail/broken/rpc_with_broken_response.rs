use wskit::prelude::*;

async fn get_user(ctx: RpcCtx<GetUser, ()>) -> Reply<GetUser> {
    let _ = ctx.payload.id;
    ctx.error(Code::NotFound)
}

wskit::message!(
    #[rpc(response = User)]
    pub struct GetUser {
        pub id: u32,
    }
    #[response]
    pub struct User {
        pub name:
    }
);

fn main() {
    let _ = Router::<()>::new().rpc(get_user);
}
