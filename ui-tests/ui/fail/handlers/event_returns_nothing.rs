use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
);

async fn typing(ctx: Ctx<Typing>) {
    let _ = ctx.client_id();
}

fn main() {
    let _ = Router::<()>::new().on(typing);
}
