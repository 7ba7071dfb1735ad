use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
);

#[derive(Clone, Default)]
struct User;

async fn typing(_: Ctx<Typing>) -> Result<()> {
    Ok(())
}

fn main() {
    let _ = Router::<User>::new().on(typing);
}
