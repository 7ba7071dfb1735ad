use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
    #[error]
    pub enum TypingError {
        TooFast,
    }
);

fn check() -> Result<(), TypingError> {
    Err(TypingError::TooFast)
}

async fn typing(_: Ctx<Typing>) -> Result<()> {
    check()?;
    Ok(())
}

fn main() {
    let _ = Router::<()>::new().on(typing);
}
