use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
);

async fn typing(_: Typing) -> Result<()> {
    Ok(())
}

async fn work(_: Work) -> Result<Done> {
    Ok(Done)
}

fn main() {
    let _ = Router::<()>::new().on(typing).rpc(work);
}
