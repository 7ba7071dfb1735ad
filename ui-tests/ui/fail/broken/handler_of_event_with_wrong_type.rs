use wskit::prelude::*;

async fn said(ctx: Ctx<Said, ()>) -> Result<()> {
    let _ = &ctx.payload.text;
    Ok(())
}

wskit::message!(
    #[event]
    pub struct Said {
        pub text: std::time::Instant,
    }
);

fn main() {
    let _ = Router::<()>::new().on(said);
}
