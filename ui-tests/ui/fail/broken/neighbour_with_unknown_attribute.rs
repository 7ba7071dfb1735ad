use wskit::prelude::*;

async fn said(ctx: Ctx<Said, ()>) -> Result<()> {
    let _ = &ctx.payload.text;
    Ok(())
}

wskit::message!(
    #[data]
    #[unknown]
    pub struct Point {
        pub x: u8,
    }
    #[event]
    pub struct Said {
        pub text: String,
    }
);

fn main() {
    let _ = Router::<()>::new().on(said);
}
