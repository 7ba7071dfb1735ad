use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
);

async fn nothing() -> Result<()> {
    Ok(())
}

async fn two(_: Ctx<Typing>, _: u8) -> Result<()> {
    Ok(())
}

async fn work(_: Ctx<Work>) -> Result<Done> {
    Ok(Done)
}

fn main() {
    let _ = Router::<()>::new().on(nothing);
    let _ = Router::<()>::new().route::<Typing>().on(two);
    let _ = Router::<()>::new().rpc(work);
    let _ = Router::<()>::new().on(7);
    let _ = Router::<()>::new().on(|_: Typing| async { Ok(()) });
}
