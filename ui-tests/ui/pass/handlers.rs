//! Functions and closures as handlers, without a word more than an `Fn` would take.
#![deny(warnings)]

use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
);

#[derive(Clone, Default)]
struct User;

async fn typing(_: Ctx<Typing, User>) -> Result<()> {
    Ok(())
}

async fn of_any_data<D: wskit::Data>(_: Ctx<Typing, D>) -> Result<()> {
    Ok(())
}

async fn work(ctx: RpcCtx<Work, User>) -> Reply<Work> {
    ctx.reply(Done)
}

fn add<D: wskit::Data>(router: Router<D>) -> Router<D> {
    router.on(of_any_data).rpc(|ctx: RpcCtx<Work, D>| async move { ctx.reply(Done) })
}

fn main() {
    let greeting = String::from("hello");
    let _ = add(Router::<User>::new());
    let _ = Router::new().on(typing).rpc(work);
    let _ = Router::<User>::new().on(|ctx| typing(ctx)).rpc(|ctx| work(ctx));
    let _ = Router::<User>::new().on(async |_: Ctx<Typing, User>| Ok(()));
    let _ = Router::<User>::new().on(move |ctx: Ctx<Typing, User>| {
        let greeting = greeting.clone();
        async move {
            let _ = (greeting, ctx.client_id());
            Ok(())
        }
    });
    let _ = Router::<User>::new().route::<Work>().rpc(|ctx| async move { ctx.reply(Done) });
    let _ = Router::<User>::new().route::<Typing>().on(of_any_data);
}
