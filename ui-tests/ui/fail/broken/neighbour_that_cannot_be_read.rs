use wskit::prelude::*;

async fn said(ctx: Ctx<Said, ()>) -> Result<()> {
    let _ = &ctx.payload.text;
    Ok(())
}

wskit::message!(
    #[event]
    pub struct Moved {
        pub to: Vec<,
    }
    #[event]
    pub struct Said {
        pub text: String,
    }
);

fn main() {
    let _ = Router::<()>::new().on(said);
}
