use wskit::prelude::*;

async fn said(ctx: Ctx<Said, ()>) -> Result<()> {
    let _ = &ctx.payload.text;
    Ok(())
}

wskit::message!(
    #[event(form = client)]
    pub struct Said {
        #[validate(lenght(max = 3))]
        pub text: String,
        #[serde(flatten)]
        pub more: u8,
    }
);

fn main() {
    let _ = Router::<()>::new().on(said);
}
