use wskit::prelude::*;

async fn said(_: Ctx<Said, ()>) -> Result<()> {
    Ok(())
}

wskit::message!(
    #[event]
    pub struct Said {
        pub text:
    }
);

fn main() {
    let _ = Router::<()>::new().on(said);
}
